// A worker thread does not inherit the loader of its parent: this registers it there, and then runs the worker itself.
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
