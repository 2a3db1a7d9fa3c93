// Processes that hold shards, killed with SIGKILL and stopped with SIGSTOP while they write: others take
// over what they owned, and no write of theirs is stored after that. Real processes on a real PostgreSQL.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { deskHash, placementOn } from '@opportune/core/cluster/placement.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { rounds } from '../../../../test/support/proof-size.test-support.ts';
import { ownRecords } from '../engines.test-support.ts';
import { until } from '../process/processes.test-support.ts';
import type { HolderOrders } from './holder.test-support.ts';
import { makeAccount, makeNotes, newAccountId } from './notes.test-support.ts';

const program = path.join(import.meta.dirname, 'holder.test-support.ts');
const shards = ['a', 'b', 'c'];
let engine: Awaited<ReturnType<typeof ownRecords>>;
let accounts: readonly AccountId[];
const alive = new Set<ChildProcess>();
let started = 0;
/** Every process that was started. */
const all: Holder[] = [];
/** The process that is to hold each shard. */
const running = new Map<string, Holder>();

before(async () => {
  engine = await ownRecords();
  await makeNotes(engine.owner);
  accounts = await accountsOfEach(3);
});
after(async () => {
  running.clear();
  for (const child of alive) child.kill('SIGKILL');
  await engine.close();
});

/** So many accounts for each shard. */
async function accountsOfEach(count: number): Promise<readonly AccountId[]> {
  const placement = placementOn(shards.map((shard, epoch) => ({ shard, epoch })));
  const made: AccountId[] = [];
  const ofShard = (shard: string | undefined) =>
    made.filter((one) => placement.ownerOf(deskHash(one))?.shard === shard);
  while (made.length < count * shards.length) {
    const account = newAccountId();
    if (ofShard(placement.ownerOf(deskHash(account))?.shard).length === count) continue;
    await makeAccount(engine.records, account);
    made.push(account);
  }
  return made;
}

interface Holder {
  readonly shard: string;
  readonly holder: string;
  readonly child: ChildProcess;
  readonly said: string[];
}

/** A busy machine may keep a process waiting for longer than its lease: what ended is started again. */
function start(shard: string): void {
  const holder = `${shard}.${(started += 1)}`;
  const orders: HolderOrders = { app: { ...engine.app }, shard, holder, accounts };
  const child = spawn(process.execPath, [program, JSON.stringify(orders)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const said: string[] = [];
  const one = { shard, holder, child, said };
  alive.add(child);
  all.push(one);
  running.set(shard, one);
  child.once('exit', () => {
    alive.delete(child);
    if (running.get(shard) === one) start(shard);
  });
  createInterface({ input: child.stdout }).on('line', (line) => said.push(line));
}

/** It is not started again. */
function giveUp(shard: string): Holder {
  const one = running.get(shard);
  assert.ok(one !== undefined);
  running.delete(shard);
  return one;
}

async function hasEnded({ child }: Holder): Promise<void> {
  if (alive.has(child)) await once(child, 'exit');
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

/** Each account is written by a process that runs, and each of these writes for one. */
async function untilShared(): Promise<void> {
  await until('all that run write', async () => {
    const writers = [...(await writersOf()).values()];
    const names = [...running.values()].map(({ holder }) => holder);
    return (
      writers.every((writer) => names.includes(writer)) &&
      names.every((name) => writers.includes(name))
    );
  });
}

/** No number is missing or given twice, and no older epoch follows a later one. */
async function checkNotes(): Promise<void> {
  // What they said before the notes are read: they go on writing.
  const told = all.map(({ holder, said }) => ({ holder, said: [...said] }));
  for (const account of accounts) {
    const notes = await notesOf(account);
    for (const [at, { n, since }] of notes.entries()) {
      assert.equal(n, at + 1, `${account}: ${n} at ${at}`);
      assert.ok(since >= (notes[at - 1]?.since ?? 0), `${account}: ${n} under ${since}`);
    }
    const stored = new Set(notes.map(({ n, shard }) => `${shard} wrote ${account} ${n}`));
    for (const { holder, said } of told)
      for (const line of said)
        if (line.startsWith(`wrote ${account} `))
          assert.ok(stored.has(`${holder} ${line}`), `${holder} ${line} is lost`);
  }
}

test('[CL6.1] [CL9.2] [CL9.4] killed and stopped holders are replaced, and write nothing after that', async (t) => {
  for (const shard of shards) start(shard);
  await untilShared();
  for (let round = 0; round < rounds({ usual: 2, full: 20 }); round += 1) {
    const shard = shards[round % shards.length] ?? '';
    const lost = giveUp(shard);
    const isKilled = round % 2 === 0;
    const lostAt = performance.now();
    lost.child.kill(isKilled ? 'SIGKILL' : 'SIGSTOP');
    await untilShared();
    const awayMs = Math.round(performance.now() - lostAt);
    t.diagnostic(`${isKilled ? 'killed' : 'stopped'}: all desks are elsewhere after ${awayMs} ms`);
    if (!isKilled) {
      lost.child.kill('SIGCONT');
      await until('it knows', () => lost.said.includes('over lost'));
    }
    await hasEnded(lost);
    start(shard);
    await untilShared();
    await checkNotes();
  }
  const leaving = giveUp('a');
  leaving.child.stdin?.write('leave\n');
  // [CL12.1], unless the machine was so busy that its lease ended.
  await until('it has left', () => leaving.said.some((line) => line.startsWith('over')));
  await untilShared();
  const last = ['b', 'c'].map(giveUp);
  for (const { child } of last) child.kill('SIGKILL');
  await Promise.all(last.map(hasEnded));
  await checkNotes();
});
