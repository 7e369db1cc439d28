// A worker thread does not inherit the loader of its parent: this registers it there, and then runs the worker itself.
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
await import(workerData.module);
