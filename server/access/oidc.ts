/** Someone who signed in with an account of their organisation. */
export interface OidcPerson {
  issuer: string;
  subject: string;
  naam: string;
  roles: readonly string[];
}

export interface Oidc {
  /** Undefined where the token is not a good one, whatever is wrong with it. */
  verify(jwt: string): Promise<OidcPerson | undefined>;
}
