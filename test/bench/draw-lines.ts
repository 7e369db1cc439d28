import { createDrawer } from '../../server/reports/draw.ts';
import { longPaper } from '../server/reports/long-paper.ts';

/** A process of its own: draws papers of so many lines one after another, and prints what the last one took. */
const drawer = createDrawer({ threads: 1, seconds: 3_600 });
let took = Number.NaN;
for (const lines of process.argv.slice(2).map(Number)) {
  const start = performance.now();
  await drawer.draw('maandrapport', longPaper(lines));
  took = performance.now() - start;
}
const { maxRSS } = process.resourceUsage();
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ ms: took, megabytes: maxRSS / 1024, cpu: (user + system) / 1000 }));
