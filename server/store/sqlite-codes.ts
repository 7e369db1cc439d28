/**
 * Whether something failed for want of room. SQLite undoes what it was at; the index beside its WAL has a code of its own,
 * as has a full share of a user (EDQUOT). PostgreSQL's is a refusal already.
 */
export const isFull = (error: unknown): boolean =>
  ['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT', 'storage_full'].includes(
    String((error as NodeJS.ErrnoException | undefined)?.code),
  );

/** Whether others held the database for too long. */
export const isBusy = (error: unknown): boolean =>
  String((error as NodeJS.ErrnoException | undefined)?.code).startsWith('SQLITE_BUSY');
