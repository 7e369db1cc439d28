/** What the issuer gave. */
export interface Issued {
  accessToken: string;
  /** Absent where the issuer gives none; then nothing can be renewed. */
  refreshToken?: string | undefined;
  /** How long the access token is good, in seconds. */
  expiresIn: number;
  /** Where it is renewed. */
  tokenEndpoint: string;
}

/** What the sign-in page tells the pane; `refused` is the code of the issuer or of MSAL. */
export type SignInMessage = { issued: Issued } | { refused: string };

/** The page on which people sign in where Excel itself cannot do it; with `kies` in its address they choose an account. */
export const PAGE = 'aanmelden.html';
export const CHOOSE = 'kies';
