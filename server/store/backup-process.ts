import { writeBackup } from './backup-file.ts';

/** Makes one backup, as a process of its own: `backup-process.ts DATABASE FILE`. What goes wrong is its standard error. */
const [database = '', file = ''] = process.argv.slice(2);
try {
  writeBackup(database, file);
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
