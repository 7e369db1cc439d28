import Sqlite from 'better-sqlite3';

/**
 * Holds the folder for this server until the process ends, however it ends: an exclusive lock on a small file beside the
 * database. Throws where another server holds it. `beheer` does not take it, so that it works while a server runs.
 */
export function lockFolder(path: string): () => void {
  const lock = new Sqlite(path, { timeout: 0 });
  try {
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch {
    lock.close();
    throw new Error(
      'Er draait al een server op deze gegevens. Stop die eerst, of kies met DATA_DIR een andere map.',
    );
  }
  return () => lock.close();
}
