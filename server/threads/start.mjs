// A worker thread does not inherit the loader of its parent: this registers it there, and then runs the worker itself.
import { setPriority } from 'node:os';
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

// What takes long gives way to the answers of the server. Elsewhere than on Linux this would be of the whole process.
if (process.platform === 'linux') setPriority(5);
register();
await import(workerData.module);
