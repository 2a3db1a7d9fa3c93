// Processes that hold shards, killed with SIGKILL and stopped with SIGSTOP while they write: others take
// over what they owned, and no write of theirs is stored after that. Real processes on a real PostgreSQL.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { rounds } from '../../../../test/support/proof-size.test-support.ts';
import { ownRecords } from '../engines.test-support.ts';
import { until } from '../process/processes.test-support.ts';
import type { HolderOrders } from './holder.test-support.ts';
import { freshAccount, makeNotes } from './notes.test-support.ts';

const program = path.join(import.meta.dirname, 'holder.test-support.ts');
let engine: Awaited<ReturnType<typeof ownRecords>>;
let accounts: readonly AccountId[];
const alive = new Set<ChildProcess>();
let started = 0;

before(async () => {
  engine = await ownRecords();
  await makeNotes(engine.owner);
  const fresh = Array.from({ length: 9 }, () => freshAccount(engine.records));
  accounts = await Promise.all(fresh);
});
after(async () => {
  for (const child of alive) child.kill('SIGKILL');
  await engine.close();
});

interface Holder {
  readonly shard: string;
  readonly holder: string;
  readonly child: ChildProcess;
  readonly said: string[];
}

function start(shard: string): Holder {
  const holder = `${shard}.${(started += 1)}`;
  const orders: HolderOrders = { app: { ...engine.app }, shard, holder, accounts };
  const child = spawn(process.execPath, [program, JSON.stringify(orders)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const said: string[] = [];
  alive.add(child);
  child.once('exit', () => alive.delete(child));
  createInterface({ input: child.stdout }).on('line', (line) => said.push(line));
  return { shard, holder, child, said };
}

interface Note {
  readonly n: number;
  /** Its holder. */
  readonly shard: string;
  readonly since: number;
}

function notesOf(account: AccountId): Promise<readonly Note[]> {
  return engine.records.withAccount(account, (sql) =>
    sql.rows<Note>('SELECT n, shard, since::int AS since FROM fenced_notes ORDER BY n, since'),
  );
}

async function writersOf(): Promise<ReadonlyMap<AccountId, string>> {
  const notes = await Promise.all(accounts.map(notesOf));
  return new Map(accounts.map((account, at) => [account, notes[at]?.at(-1)?.shard ?? '']));
}

/** Each account is written by one of these, and each of these writes for one. */
async function untilShared(holders: readonly Holder[]): Promise<void> {
  const names = holders.map(({ holder }) => holder);
  await until(`${names.join(', ')} write`, async () => {
    const writers = [...(await writersOf()).values()];
    return (
      writers.every((writer) => names.includes(writer)) &&
      names.every((name) => writers.includes(name))
    );
  });
}

/** No number is missing or given twice, and no older epoch follows a later one. */
async function checkNotes(holders: readonly Holder[]): Promise<void> {
  for (const account of accounts) {
    const notes = await notesOf(account);
    for (const [at, { n, since }] of notes.entries()) {
      assert.equal(n, at + 1, `${account}: ${n} at ${at}`);
      assert.ok(since >= (notes[at - 1]?.since ?? 0), `${account}: ${n} under ${since}`);
    }
    const stored = new Set(notes.map(({ n, shard }) => `${shard} wrote ${account} ${n}`));
    for (const { holder, said } of holders)
      for (const line of said)
        if (line.startsWith(`wrote ${account} `))
          assert.ok(stored.has(`${holder} ${line}`), `${holder} ${line} is lost`);
  }
}

test('[CL6.1] [CL9.2] [CL9.4] killed and stopped holders are replaced, and write nothing after that', async (t) => {
  const all = ['a', 'b', 'c'].map(start);
  let holders: readonly Holder[] = all;
  await untilShared(holders);
  for (let round = 0; round < rounds({ usual: 2, full: 20 }); round += 1) {
    const [lost, ...others] = holders;
    assert.ok(lost !== undefined);
    const isKilled = round % 2 === 0;
    const lostAt = performance.now();
    lost.child.kill(isKilled ? 'SIGKILL' : 'SIGSTOP');
    await untilShared(others);
    const awayMs = Math.round(performance.now() - lostAt);
    t.diagnostic(`${isKilled ? 'killed' : 'stopped'}: all desks are elsewhere after ${awayMs} ms`);
    if (!isKilled) {
      lost.child.kill('SIGCONT');
      await until('it knows', () => lost.said.includes('over lost'));
    }
    if (alive.has(lost.child)) await once(lost.child, 'exit');
    const again = start(lost.shard);
    all.push(again);
    holders = [...others, again];
    await untilShared(holders);
    await checkNotes(all);
  }
  const [leaving, ...staying] = holders;
  assert.ok(leaving !== undefined);
  leaving.child.stdin?.write('leave\n');
  await until('[CL12.1] it has left', () => leaving.said.includes('over left'));
  await untilShared(staying);
  for (const { child } of staying) child.kill('SIGKILL');
  await Promise.all(
    staying.filter(({ child }) => alive.has(child)).map(({ child }) => once(child, 'exit')),
  );
  await checkNotes(all);
});
