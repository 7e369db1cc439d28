import type { Generated } from 'kysely';

/**
 * The database as kysely sees it. Records are kept as versions: a row stands from `from_revision` up to, not including,
 * `to_revision`; null while it is current. Decimals are whole hundredths, booleans 0 or 1, days `jjjj-mm-dd`.
 */
interface Versions {
  contract_id: number;
  from_revision: number;
  to_revision: number | null;
}

/** Papers that are kept as they were fixed. */
export const PAPER_KINDS = [
  'afrekening',
  'factuur',
  'bevestiging',
  'premierun',
  'rechtenbeoordeling',
  'wisverklaring',
] as const;
export type PaperKind = (typeof PAPER_KINDS)[number];

export interface Schema {
  contracten: {
    id: Generated<number>;
    contractnummer: string;
    /** The whole contract as JSON, its tarieven included. */
    json: string;
    /** New after a restored backup: a workbook that knows another one starts anew. */
    lineage: string;
    revision: number;
    /** Random, for hashes of row keys that must not be guessed. */
    salt: Buffer;
  };
  revisions: { contract_id: number; revision: number; at: string; person_id: number | null; naam: string };
  kandidaten: Versions & {
    kandidaatnummer: string;
    naam: string | null;
    aanmelddatum: string;
    uitkeringSinds: string | null;
    matchbaar: number;
    uitstroomdatum: string | null;
  };
  klanten: Versions & { klantnummer: string; naam: string; plaats: string | null };
  plaatsingen: Versions & {
    plaatsingnummer: string;
    kandidaatnummer: string;
    klantnummer: string;
    startdatum: string;
    einddatum: string | null;
    urenPerWeek: number;
    uurtarief: number | null;
    verlengdTot: string | null;
    verlengingAkkoordOp: string | null;
  };
  uren: Versions & {
    plaatsingnummer: string;
    datum: string;
    uren: number;
    reiskosten: number | null;
    reiskostenBetaaldOp: string | null;
  };
  /** What was fixed for good: figures and bytes. Never changed, never removed. */
  papers: {
    contract_id: number;
    kind: PaperKind;
    /** Unique within the kind: a half-year, a factuurnummer, a day, or plaatsing/addressee/day, with a number where there are more on a day. */
    name: string;
    revision: number;
    at: string;
    naam: string;
    json: string;
    pdf: Buffer;
  };
  /** The municipality's invoice for an afrekening and when it was paid; the last entry of a half-year counts. */
  uitbetalingen: {
    id: Generated<number>;
    contract_id: number;
    period: string;
    factuurnummer: string | null;
    betaald_op: string | null;
    at: string;
    naam: string;
  };
  /** Who agreed to an extension of a plaatsing up to a day; the last entry of a plaatsing and a day counts. */
  akkoorden: {
    id: Generated<number>;
    contract_id: number;
    plaatsingnummer: string;
    verlengd_tot: string;
    akkoord_door: string;
    kenmerk: string;
    at: string;
    naam: string;
  };
  /** Who may come in: with a token of ours, or signed in at `issuer`, which calls them `subject`. */
  persons: {
    id: Generated<number>;
    naam: string;
    issuer: string | null;
    subject: string | null;
    created_at: string;
    last_used_at: string | null;
    blocked_at: string | null;
  };
  tokens: {
    id: Generated<number>;
    person_id: number;
    hash: Buffer;
    created_at: string;
    expires_at: string;
    revoked_at: string | null;
  };
  /** contract_id null: every contract. What was granted later adds; a withdrawn row counts no more. */
  rights: {
    id: Generated<number>;
    person_id: number;
    contract_id: number | null;
    rechten: string;
    granted_at: string;
    granted_by: string;
    withdrawn_at: string | null;
    withdrawn_by: string | null;
  };
  /**
   * Per contract a chain of lines, 0 for what belongs to none. `hash` is over the line and the hash before it; the line
   * holds `digest`, which is over object, subject and values with `nonce` as key. Those stand beside it: where they were
   * erased, `audit_renewals` says what the digest is since.
   */
  audit: {
    contract_id: number;
    seq: number;
    at: string;
    /** Null: the command line. */
    person_id: number | null;
    origin: string;
    action: string;
    /** `ok`, or the code of the refusal. */
    result: string;
    digest: string;
    hash: string;
    /** The path below the contract that was asked for. */
    object: string;
    /** What was written, such as `revisions/41` or `contract`; null where nothing was. */
    subject: string | null;
    /** What stood there and what came: JSON, or a hash of what is kept elsewhere. */
    old: string | null;
    new: string | null;
    nonce: string;
  };
  audit_renewals: { contract_id: number; by_seq: number; seq: number; digest: string };
  /** Where each chain begins and ends, so that a cut at either end is seen. */
  audit_ends: {
    contract_id: number;
    first_seq: number;
    first_previous: string;
    last_seq: number;
    last_hash: string;
  };
  /** Links of a minute to a file, used once: see `store/downloads.ts`. */
  downloads: { hash: Buffer; sealed: Buffer; expires_at: string };
  /** Row keys of erased kandidaten, hashed with the contract's salt, so that no workbook brings one back. */
  erasures: { contract_id: number; table_name: string; tombstone: string; pseudonym: string; at: string };
}

/**
 * Each entry takes the file one version up; `user_version` counts them, `open-file.ts` runs them. Never change one that
 * has been released: add one.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE contracten (
    id INTEGER PRIMARY KEY,
    contractnummer TEXT NOT NULL UNIQUE COLLATE NOCASE,
    json TEXT NOT NULL,
    lineage TEXT NOT NULL,
    revision INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE revisions (
    contract_id INTEGER NOT NULL REFERENCES contracten (id),
    revision INTEGER NOT NULL,
    at TEXT NOT NULL,
    person_id INTEGER,
    naam TEXT NOT NULL,
    PRIMARY KEY (contract_id, revision)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE kandidaten (
    contract_id INTEGER NOT NULL,
    kandidaatnummer TEXT NOT NULL COLLATE NOCASE,
    naam TEXT,
    aanmelddatum TEXT NOT NULL,
    uitkeringSinds TEXT,
    matchbaar INTEGER NOT NULL,
    uitstroomdatum TEXT,
    from_revision INTEGER NOT NULL,
    to_revision INTEGER,
    PRIMARY KEY (contract_id, kandidaatnummer, from_revision)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE klanten (
    contract_id INTEGER NOT NULL,
    klantnummer TEXT NOT NULL COLLATE NOCASE,
    naam TEXT NOT NULL,
    plaats TEXT,
    from_revision INTEGER NOT NULL,
    to_revision INTEGER,
    PRIMARY KEY (contract_id, klantnummer, from_revision)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE plaatsingen (
    contract_id INTEGER NOT NULL,
    plaatsingnummer TEXT NOT NULL COLLATE NOCASE,
    kandidaatnummer TEXT NOT NULL COLLATE NOCASE,
    klantnummer TEXT NOT NULL COLLATE NOCASE,
    startdatum TEXT NOT NULL,
    einddatum TEXT,
    urenPerWeek INTEGER NOT NULL,
    uurtarief INTEGER,
    verlengdTot TEXT,
    verlengingAkkoordOp TEXT,
    from_revision INTEGER NOT NULL,
    to_revision INTEGER,
    PRIMARY KEY (contract_id, plaatsingnummer, from_revision)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE uren (
    contract_id INTEGER NOT NULL,
    plaatsingnummer TEXT NOT NULL COLLATE NOCASE,
    datum TEXT NOT NULL,
    uren INTEGER NOT NULL,
    reiskosten INTEGER,
    reiskostenBetaaldOp TEXT,
    from_revision INTEGER NOT NULL,
    to_revision INTEGER,
    PRIMARY KEY (contract_id, plaatsingnummer, datum, from_revision)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE afrekeningen (
    contract_id INTEGER NOT NULL REFERENCES contracten (id),
    period TEXT NOT NULL,
    number TEXT NOT NULL,
    revision INTEGER NOT NULL,
    at TEXT NOT NULL,
    naam TEXT NOT NULL,
    json TEXT NOT NULL,
    pdf BLOB NOT NULL,
    PRIMARY KEY (contract_id, period)
  ) STRICT;
  CREATE TABLE tokens (
    id INTEGER PRIMARY KEY,
    naam TEXT NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    last_used_at TEXT,
    revoked_at TEXT
  ) STRICT;
  CREATE TABLE token_rights (
    token_id INTEGER NOT NULL REFERENCES tokens (id),
    contract_id INTEGER REFERENCES contracten (id),
    rechten TEXT NOT NULL
  ) STRICT;
  CREATE INDEX token_rights_token ON token_rights (token_id);
  `,
  `
  CREATE TABLE papers (
    contract_id INTEGER NOT NULL REFERENCES contracten (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL COLLATE NOCASE,
    revision INTEGER NOT NULL,
    at TEXT NOT NULL,
    naam TEXT NOT NULL,
    json TEXT NOT NULL,
    pdf BLOB NOT NULL,
    PRIMARY KEY (contract_id, kind, name)
  ) STRICT;
  INSERT INTO papers (contract_id, kind, name, revision, at, naam, json, pdf)
    SELECT contract_id, 'afrekening', period, revision, at, naam, json, pdf FROM afrekeningen;
  DROP TABLE afrekeningen;
  CREATE TABLE uitbetalingen (
    id INTEGER PRIMARY KEY,
    contract_id INTEGER NOT NULL REFERENCES contracten (id),
    period TEXT NOT NULL,
    factuurnummer TEXT,
    betaald_op TEXT,
    at TEXT NOT NULL,
    naam TEXT NOT NULL
  ) STRICT;
  CREATE INDEX uitbetalingen_period ON uitbetalingen (contract_id, period);
  CREATE TABLE akkoorden (
    id INTEGER PRIMARY KEY,
    contract_id INTEGER NOT NULL REFERENCES contracten (id),
    plaatsingnummer TEXT NOT NULL COLLATE NOCASE,
    verlengd_tot TEXT NOT NULL,
    akkoord_door TEXT NOT NULL,
    kenmerk TEXT NOT NULL,
    at TEXT NOT NULL,
    naam TEXT NOT NULL
  ) STRICT;
  CREATE INDEX akkoorden_plaatsing ON akkoorden (contract_id, plaatsingnummer);
  `,
  `
  CREATE TABLE persons (
    id INTEGER PRIMARY KEY,
    naam TEXT NOT NULL,
    issuer TEXT,
    subject TEXT,
    created_at TEXT NOT NULL,
    last_used_at TEXT,
    blocked_at TEXT,
    UNIQUE (issuer, subject)
  ) STRICT;
  INSERT INTO persons (id, naam, created_at, last_used_at) SELECT id, naam, created_at, last_used_at FROM tokens;
  CREATE TABLE tokens_new (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES persons (id),
    hash BLOB NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    revoked_at TEXT
  ) STRICT;
  INSERT INTO tokens_new (id, person_id, hash, created_at, expires_at, revoked_at)
    SELECT id, id, hash, created_at, strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+1 year'), revoked_at FROM tokens;
  CREATE TABLE rights (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES persons (id),
    contract_id INTEGER REFERENCES contracten (id),
    rechten TEXT NOT NULL,
    granted_at TEXT NOT NULL,
    granted_by TEXT NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT
  ) STRICT;
  CREATE INDEX rights_person ON rights (person_id);
  INSERT INTO rights (person_id, contract_id, rechten, granted_at, granted_by)
    SELECT token_id, contract_id, rechten, created_at, 'beheer' FROM token_rights JOIN tokens ON tokens.id = token_id;
  DROP TABLE token_rights;
  DROP TABLE tokens;
  ALTER TABLE tokens_new RENAME TO tokens;
  CREATE INDEX tokens_person ON tokens (person_id);
  ALTER TABLE contracten ADD COLUMN salt BLOB NOT NULL DEFAULT x'';
  UPDATE contracten SET salt = randomblob(32);
  CREATE TABLE audit (
    contract_id INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    person_id INTEGER,
    origin TEXT NOT NULL,
    action TEXT NOT NULL,
    result TEXT NOT NULL,
    digest TEXT NOT NULL,
    hash TEXT NOT NULL,
    object TEXT NOT NULL,
    subject TEXT,
    old TEXT,
    new TEXT,
    nonce TEXT NOT NULL,
    PRIMARY KEY (contract_id, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX audit_at ON audit (contract_id, at);
  CREATE TABLE audit_renewals (
    contract_id INTEGER NOT NULL,
    by_seq INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (contract_id, seq, by_seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE audit_ends (
    contract_id INTEGER PRIMARY KEY,
    first_seq INTEGER NOT NULL,
    first_previous TEXT NOT NULL,
    last_seq INTEGER NOT NULL,
    last_hash TEXT NOT NULL
  ) STRICT;
  CREATE TABLE erasures (
    contract_id INTEGER NOT NULL REFERENCES contracten (id),
    table_name TEXT NOT NULL,
    tombstone TEXT NOT NULL,
    pseudonym TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (contract_id, table_name, tombstone)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE downloads (
    hash BLOB PRIMARY KEY,
    sealed BLOB NOT NULL,
    expires_at TEXT NOT NULL
  ) STRICT;
  `,
];
