// Workers killed with SIGKILL, between any two steps of a chain of jobs and at any instant. Real
// processes on a real PostgreSQL.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { jobLimits } from '@opportune/protocol/limits/accounts.ts';
import { rounds } from '../../../test/support/proof-size.test-support.ts';
import { until } from '../adapter/process/processes.test-support.ts';
import { type Bench, openBench } from '../testing/jobs-bench.test-support.ts';
import type { WorkerOrders } from './worker.test-support.ts';
import { wholeRun } from '../../../test/support/whole-run.test-support.ts';

const program = path.join(import.meta.dirname, 'worker.test-support.ts');
/** How long a process may take to start on a busy machine. */
const startMs = 60_000;
const seed = Number(process.env['OPPORTUNE_SEED'] ?? Date.now() % 1_000_000);

let bench: Bench;
const alive = new Set<ChildProcess>();
before(async () => {
  bench = await openBench();
});
after(async () => {
  for (const child of alive) child.kill('SIGKILL');
  await bench.close();
});

interface Worker {
  readonly child: ChildProcess;
  readonly said: string[];
}

function startWorker(of: Omit<WorkerOrders, 'app'>): Worker {
  const orders = JSON.stringify({ ...of, app: bench.app });
  const child = spawn(process.execPath, [program, orders], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: string[] = [];
  alive.add(child);
  child.once('exit', () => alive.delete(child));
  createInterface({ input: child.stdout }).on('line', (line) => said.push(line));
  return { child, said };
}

async function kill({ child }: Worker): Promise<void> {
  assert.equal(child.exitCode, null, 'it ended by itself');
  child.kill('SIGKILL');
  await once(child, 'close');
}

const waits = async () => (await bench.jobs.figures()).waiting;

async function makeChains(account: AccountId, chains: readonly string[]): Promise<void> {
  for (const chain of chains) {
    const payload = { chain, place: 1 };
    await bench.make(account, `${chain}.1`, { kind: 'chain', key: chain, payload });
  }
}

/** Each step of the chain at least once, and none before its predecessor. */
function assertInOrder(said: readonly string[], chain: string, length: number): void {
  const places = said.flatMap((line) => {
    const [did, of, place] = line.split(' ');
    return did === 'did' && of === chain ? [Number(place)] : [];
  });
  const anew = places.filter((place, index) => place !== places[index - 1]);
  const wanted = Array.from({ length }, (_, index) => index + 1);
  assert.deepEqual(anew, wanted, `chain ${chain}, seed ${seed}: ${places.join(' ')}`);
}

test('[JB10] a worker killed between any two steps of a chain loses no job and reorders none', async () => {
  const account = await bench.account();
  const length = 40;
  await makeChains(account, ['a']);
  const said: string[] = [];
  let aheadMs = 0;
  for (let standsAt = 1; standsAt <= rounds({ usual: 5, full: 30 }); standsAt += 1) {
    const worker = startWorker({ aheadMs, standsAt, length, holder: randomUUID() });
    await until(`it stands at ${standsAt}`, () => worker.said.includes('stands'), startMs);
    await kill(worker);
    said.push(...worker.said);
    aheadMs += jobLimits.leaseMs;
  }
  const last = startWorker({ aheadMs, standsAt: 0, length, holder: randomUUID() });
  await until('the chain is done', async () => (await waits()) === 0, startMs);
  await kill(last);
  said.push(...last.said);
  assertInOrder(said, 'a', length);
  assert.equal((await bench.jobs.figures()).dead, 0);
  for (const step of ['lease', 'leased', 'settle', 'settled'])
    assert.ok(
      said.some((line, at) => line === step && said[at + 1] === 'stands'),
      step,
    );
});

test('[JB12] a successor goes on at once with what a killed worker of its folder left, and with that alone', async () => {
  const account = await bench.account();
  const length = 6;
  const said: string[] = [];
  const folders = [randomUUID(), randomUUID()] as const;
  const chains = ['ours', 'theirs'] as const;
  for (const [at, holder] of folders.entries()) {
    await makeChains(account, [chains[at] ?? '']);
    // Within the handler of the first job.
    const worker = startWorker({ aheadMs: 0, standsAt: 3, length, holder });
    await until('it stands', () => worker.said.includes('stands'), startMs);
    await kill(worker);
    said.push(...worker.said);
  }
  const [ours] = folders;
  const successor = startWorker({ aheadMs: 0, standsAt: 0, length, holder: ours });
  const isDone = () => successor.said.includes(`did ours ${length}`);
  await until('the chain is done', isDone, startMs);
  await kill(successor);
  said.push(...successor.said);
  assertInOrder(said, 'ours', length);
  assert.deepEqual(
    said.filter((line) => line.startsWith('did theirs')),
    ['did theirs 1'],
  );
  await bench.records.withAccount(account, (sql) => sql.run('DELETE FROM jobs', []));
});

test(
  '[JB10] workers killed at any instant, two at a time, lose no job and reorder none',
  wholeRun,
  async () => {
    const account = await bench.account();
    const length = 60;
    const said: string[] = [];
    const chains: string[] = [];
    let random = seed;
    let aheadMs = 1000 * jobLimits.leaseMs;
    for (let round = 0; round < rounds({ usual: 2, full: 20 }); round += 1) {
      const workers = [1, 2].map(() =>
        startWorker({ aheadMs, standsAt: 0, length, holder: randomUUID() }),
      );
      await until(
        'both look',
        () => workers.every((worker) => worker.said.includes('looks')),
        startMs,
      );
      const fresh = ['p', 'q', 'r', 's', 't'].map((name) => `${name}${round}`);
      await makeChains(account, fresh);
      chains.push(...fresh);
      const isFresh = (line: string) => fresh.some((chain) => line === `did ${chain} 1`);
      await until('one works', () => workers.some((worker) => worker.said.some(isFresh)), startMs);
      random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
      await wait(random % 40);
      await Promise.all(workers.map(kill));
      said.push(...workers.flatMap((worker) => worker.said));
      aheadMs += jobLimits.leaseMs;
    }
    const last = startWorker({ aheadMs, standsAt: 0, length, holder: randomUUID() });
    await until('the chains are done', async () => (await waits()) === 0, startMs);
    await kill(last);
    said.push(...last.said);
    for (const chain of chains) {
      const places = new Set(said.filter((line) => line.startsWith(`did ${chain} `)));
      assert.equal(places.size, length, `chain ${chain}, seed ${seed}`);
    }
    assert.equal((await bench.jobs.figures()).dead, 0);
  },
);
