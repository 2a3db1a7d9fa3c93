// The engines of a test run: a process that opens one pair for all test files, prints how to reach
// them (`SharedEngines`, one line of JSON), and ends them when its input ends, as it does however
// the run ends.
import { once } from 'node:events';
import { type SharedEngines, migratedDataFolder, testLog } from './engines.test-support.ts';
import { takeDataFolder } from './data-folder/data-folder.ts';
import { hostSocket, openFactsHost } from './facts/facts-host.ts';
import { makeTemplate } from './product-engines.test-support.ts';
import { openRecordsEngine } from './records/records-engine.ts';

const folder = await migratedDataFolder();
const data = takeDataFolder(folder.path);
const log = testLog();
const [records, facts] = await Promise.all([
  // A database that is dropped would wait for the disk for seconds.
  openRecordsEngine({ isThrownAway: true }, data, log),
  openFactsHost(data, log),
]);
await makeTemplate(records.owner);
// Nobody ends these engines before the run ends, so no commit needs to wait for the disk.
const shared: SharedEngines = {
  app: { ...records.app, options: '-c synchronous_commit=off' },
  owner: records.owner,
  factsSocket: hostSocket(data.path),
};
process.stdout.write(`${JSON.stringify(shared)}\n`);
process.stdin.resume();
await once(process.stdin, 'end');
await Promise.all([records.close(), facts.close()]);
data.release();
folder.remove();
