import { writeSync } from 'node:fs';
import { openSqlite } from '../../../server/store/sqlite.ts';
import { Testbed } from '../testbed.ts';
import { BatchClient, prepareContracts } from './batches.ts';

/**
 * Makes a database, opens it once more as a server that starts again does, syncs and marks every acknowledgement with a
 * write to standard output. `powerloss.proof.ts` watches its system calls.
 */
const [path = '', count = '', synchronous = ''] = process.argv.slice(2);
const first = openSqlite(path);
const token = await prepareContracts(first, ['A', 'B']);
await first.close();

const store = openSqlite(path);
if (synchronous !== '') store.raw.pragma(`synchronous = ${synchronous}`);
const bed = await Testbed.open({}, store);
const clients = ['A', 'B'].map(
  (contract) =>
    new BatchClient(contract, async (to, body) => {
      const { status, body: answer } = await bed.request('POST', to, token, body);
      return { status, text: JSON.stringify(answer) };
    }),
);
writeSync(1, 'BEGIN\n');
for (let batch = 0; batch < Number(count); batch += 1)
  for (const client of clients) {
    await client.sendNext();
    writeSync(1, `ACK ${client.contract} ${client.acknowledged}\n`);
  }
// As if the plug were pulled: no orderly close.
process.kill(process.pid, 'SIGKILL');
