// Has the example client do one thing, and prints what came of it: node client.mjs <url> <key> <what> <arguments>.
import { setTimeout as sleep } from 'node:timers/promises';
import { Chime } from '../../../../../docs/examples/javascript/chime.mjs';

const [url, key, what, ...rest] = process.argv.slice(2);
const chime = new Chime(url, key);

if (what === 'create') {
  console.log((await chime.create(JSON.parse(rest[0]), rest[1])).id);
} else if (what === 'wait') {
  console.log((await chime.wait(rest[0])).state);
} else if (what === 'events') {
  for await (const { name, data } of chime.events({ label: rest[0] })) console.log(name, data.payload);
} else if (what === 'work') {
  const handle = async (timer, delivery) => {
    console.log(timer.payload, delivery.attempt);
    if (timer.payload === 'slow') await sleep(6500);
    if (timer.payload === 'bad' && delivery.attempt === 1) throw new Error('it went wrong');
  };
  await chime.work(rest[0], handle, { leaseSeconds: 3, retryDelay: '100ms' });
}
