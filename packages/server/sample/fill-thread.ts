// The thread that fills a sample shop. It composes the product a second time (stage.ts) and ends.
import { constants, setPriority } from 'node:os';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { openBeside } from '../adapter/beside.ts';
import { openJsonLog } from '../adapter/log-json.ts';
import { openGround } from '../open-ground.ts';
import type { FillNews, FillTask } from './fill-apart.ts';
import { fillSample } from './fill.ts';
import { gatherRecords } from './gathered/gathered-records.ts';

if (!isMainThread && isTask(workerData)) await work(workerData);

function isTask(data: unknown): data is FillTask {
  return typeof data === 'object' && data !== null && 'task' in data && data.task === 'fill-sample';
}

async function work({ config, engines: at, publicUrl, order }: FillTask): Promise<void> {
  // On Linux a priority belongs to a thread. This thread yields to the one that serves.
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const tell = (news: FillNews): void => parentPort?.postMessage(news);
  const log = openJsonLog(config.logLevel === 'info' ? 'warn' : config.logLevel);
  const engines = await openBeside(at, log, { lasting: false });
  const records = gatherRecords(engines.records);
  const beside = { ...engines, records, beside: () => at };
  const ground = await openGround(config, log, beside, () => publicUrl);
  const filled = await fillSample(ground, order, (step, done) =>
    tell({ type: 'progress', step, done }),
  );
  await records.settle();
  // Everything is stored, and nobody waits for what closes.
  tell({ type: 'filled', filled });
  ground.memory.close();
  await engines.close();
  // A pool of the ground may keep the thread alive.
  process.exit(0);
}
