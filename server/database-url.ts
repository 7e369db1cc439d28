import { isPostgres } from './store/postgres.ts';

/** Throws a Dutch sentence where it is no address of a PostgreSQL. */
export function readDatabaseUrl({ DATABASE_URL: url }: NodeJS.ProcessEnv): string | undefined {
  if (url !== undefined && !isPostgres(url))
    throw new Error(
      'DATABASE_URL begint met postgres://. Laat de instelling weg voor een bestand in DATA_DIR.',
    );
  return url;
}
