import { mkdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { start } from '../../../server/main.ts';
import { openSqlite } from '../../../server/store/sqlite.ts';
import { BatchClient, prepareContracts } from './batches.ts';
import { fileOf } from './file-of.ts';

/**
 * Makes a database, starts the server on it as one that starts again does, syncs and marks every acknowledgement with a
 * write to standard output. The second client's syncs are long: the server does those in its other thread, on a connection
 * of its own. `powerloss.proof.ts` watches the system calls.
 */
const [dataDir = '', count = '', synchronous = ''] = process.argv.slice(2);
mkdirSync(dataDir);
const first = openSqlite(join(dataDir, 'flextensie.sqlite'));
const token = await prepareContracts(first, ['A', 'B']);
await first.close();

const server = await start({ port: 0, host: '127.0.0.1', dataDir });
if (synchronous !== '') fileOf(server).pragma(`synchronous = ${synchronous}`);
const send = async (path: string, body: string) => {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const response = await fetch(`${server.url}${path}`, { method: 'POST', headers, body });
  return { status: response.status, text: await response.text() };
};
const isLong = synchronous === '';
const clients = [new BatchClient('A', send), new BatchClient('B', send, { isLong })];
writeSync(1, 'BEGIN\n');
for (let batch = 0; batch < Number(count); batch += 1)
  for (const client of clients) {
    await client.sendNext();
    writeSync(1, `ACK ${client.contract} ${client.acknowledged}\n`);
  }
// As if the plug were pulled: no orderly close.
process.kill(process.pid, 'SIGKILL');
