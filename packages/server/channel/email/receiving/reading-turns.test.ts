// Whose letter is read next: of the account that took the least time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../../../http/problem/refusal.ts';
import { ReadingTurns } from './reading-turns.ts';

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

function bench(mostBytes = 100) {
  let now = 0;
  const turns = new ReadingTurns(mostBytes, () => now);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  return {
    begun,
    read(account: string, name: string, sizeBytes = 1): Promise<string> {
      return turns.turn(account, sizeBytes, async () => {
        begun.push(name);
        await new Promise<void>((resolve) => ends.push(resolve));
        return name;
      });
    },
    /** Ends the one that is being read, after this time. */
    async end(afterMs = 1) {
      now += afterMs;
      ends.shift()?.();
      await settled();
    },
  };
}

const refused = (error: unknown) =>
  error instanceof Refusal && error.problem.code === 'server.overloaded';

test('[EM45] an account whose letters take long gives way to every other', async () => {
  const { begun, read, end } = bench();
  for (const name of ['h1', 'h2', 'h3']) void read('hostile', name);
  for (const name of ['g1', 'g2']) void read('greedy', name);
  await end(20);
  await end(30);
  // Another one comes: it waits for the one that is being read, however many wait before it.
  for (const name of ['c1', 'c2']) void read('calm', name);
  for (let count = 0; count < 5; count += 1) await end(begun.at(-1)?.startsWith('c') ? 5 : 20);
  assert.deepEqual(begun, ['h1', 'g1', 'h2', 'c1', 'c2', 'g2', 'h3']);
});

test('[EM45] nobody is owed a turn of a time when nobody waited', async () => {
  const { begun, read, end } = bench();
  void read('hostile', 'h1');
  await end(20);
  void read('hostile', 'h2');
  void read('calm', 'c1');
  void read('hostile', 'h3');
  for (let count = 0; count < 3; count += 1) await end();
  assert.deepEqual(begun, ['h1', 'h2', 'c1', 'h3']);
});

test('[EM45] [OP11] an account holds as much as is free, and another one has room beside it', async () => {
  const { read, end } = bench(100);
  const large = read('a', 'alone', 500);
  await assert.rejects(read('b', 'b', 1), refused, 'nothing is free');
  await end();
  assert.equal(await large, 'alone');
  const all = [read('a', 'a1', 25), read('a', 'a2', 25)];
  await assert.rejects(read('a', 'a3', 1), refused);
  all.push(read('b', 'b1', 50));
  for (let count = 0; count < 3; count += 1) await end();
  assert.deepEqual(await Promise.all(all), ['a1', 'a2', 'b1']);
  const failing = new ReadingTurns(10).turn('a', 1, () => Promise.reject(new Error('ended')));
  await assert.rejects(failing, /ended/);
});
