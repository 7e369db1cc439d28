// A worker thread does not inherit the loader of its parent: this registers it there, and then makes the backup.
import { parentPort, workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
const { writeBackup } = await import('./backup-file.ts');
parentPort.postMessage(writeBackup(workerData.database, workerData.file));
