import { Agent, get } from 'node:http';

/**
 * A process of its own that asks for a page every ten milliseconds, whether or not the last answer came, and prints how
 * long each answer took once its input ends. Waiting for a connection counts.
 */
const [url = '', token = ''] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 20 });

const ask = () =>
  new Promise<number>((resolve, reject) => {
    const start = performance.now();
    get(url, { agent, headers: { Authorization: `Bearer ${token}` } }, (response) => {
      response.on('end', () => {
        if (response.statusCode === 200) resolve(performance.now() - start);
        else reject(new Error(`answered ${response.statusCode}`));
      });
      response.resume();
    }).on('error', reject);
  });

void ask().then(() => {
  console.log('ready');
  const asked: Promise<number>[] = [];
  const clock = setInterval(() => asked.push(ask()), 10);
  process.stdin.on('end', () => {
    clearInterval(clock);
    void Promise.all(asked).then((took) => {
      console.log(`took ${JSON.stringify(took)}`);
      agent.destroy();
    });
  });
  process.stdin.resume();
});
