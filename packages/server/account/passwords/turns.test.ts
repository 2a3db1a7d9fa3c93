// Turns of password hashing: bounded, in rotation by address, known users first.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openMemoryBudgets } from '../../adapter/budgets-memory.ts';
import { problem } from '@opportune/protocol/errors.ts';
import { createTurns, type Waiter } from './turns.ts';

/** Tasks that end on request, and the order in which they began. */
function workshop(places: Record<string, number> = {}) {
  const turns = createTurns(openMemoryBudgets({ now: () => 0 }, { places }));
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const run = (name: string, waiter: Waiter) =>
    turns.run(waiter, () => {
      begun.push(name);
      return new Promise<void>((resolve) => ends.set(name, resolve));
    });
  const settle = async (): Promise<void> => {
    for (let n = 0; n < 20; n++) await Promise.resolve();
  };
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.();
    await settle();
  };
  const runAll = (names: readonly string[], waiter: Waiter) =>
    turns.hold(waiter, async (turn) => {
      for (const name of names)
        await turn(() => {
          begun.push(name);
          return new Promise<void>((resolve) => ends.set(name, resolve));
        });
    });
  return { begun, run, runAll, settle, end };
}

const withRetry = problem('server.overloaded', { retryAfterMs: 1000 });
const stranger = (payer: string): Waiter => ({ lane: 'stranger', payer });
const known = (payer: string): Waiter => ({ lane: 'known', payer });

describe('[SI2] turns', () => {
  test('one stranger runs at once, and a known device runs beside them or before the next', async () => {
    const { begun, run, settle, end } = workshop();
    for (const name of ['a', 'b']) void run(name, stranger(name));
    await settle();
    assert.deepEqual(begun, ['a']);
    for (const name of ['k', 'l']) void run(name, known(name));
    await settle();
    assert.deepEqual(begun, ['a', 'k']);
    await end('a');
    assert.deepEqual(begun, ['a', 'k', 'l']);
    await end('k');
    assert.deepEqual(begun, ['a', 'k', 'l', 'b']);
  });

  test('somebody known who keeps coming lets every fourth turn to a stranger who waits', async () => {
    const { begun, run, settle, end } = workshop();
    for (const name of ['k1', 'k2', 'k3', 'k4', 'k5', 'k6']) void run(name, known('k'));
    void run('a', stranger('a'));
    await settle();
    for (const name of ['k1', 'k2', 'k3', 'k4']) await end(name);
    assert.deepEqual(begun, ['k1', 'k2', 'k3', 'k4', 'k5', 'a']);
  });

  test('one user holds few of the places of those who are known', async () => {
    const { run } = workshop({ 'sign_in.user': 2, 'sign_in.known': 4 });
    for (const name of ['k1', 'k2']) void run(name, known('k'));
    await assert.rejects(run('k3', known('k')), { problem: withRetry });
    void run('l1', known('l'));
  });

  test('an address with many requests waits behind an address with one', async () => {
    const { begun, run, settle, end } = workshop();
    for (const name of ['a1', 'a2', 'a3', 'a4']) void run(name, stranger('a'));
    void run('b1', stranger('b'));
    await settle();
    await end('a1');
    await end('a2');
    assert.deepEqual(begun, ['a1', 'a2', 'b1']);
  });

  test('beyond the places it refuses at once with a time to retry, and places become free again', async () => {
    const { run, settle, end } = workshop({ 'sign_in.address': 2, 'sign_in.strangers': 3 });
    void run('a1', stranger('a'));
    void run('a2', stranger('a'));
    await assert.rejects(run('a3', stranger('a')), { problem: withRetry });
    void run('b1', stranger('b'));
    await assert.rejects(run('c1', stranger('c')), { problem: withRetry });
    await settle();
    await end('a1');
    void run('c2', stranger('c'));
    await settle();
  });

  test('one network of many addresses leaves places to others', async () => {
    const { run } = workshop({ 'sign_in.network': 3, 'sign_in.strangers': 4 });
    for (const last of [1, 2, 3]) void run(`a${last}`, stranger(`203.0.113.${last}`));
    await assert.rejects(run('a4', stranger('203.0.113.4')), { problem: withRetry });
    void run('b1', stranger('2001:db8:1:2::/64'));
  });

  test('a caller with several tasks keeps the place and waits for a turn for each task', async () => {
    const { begun, run, runAll, settle, end } = workshop({ 'sign_in.strangers': 2 });
    const all = runAll(['a1', 'a2'], stranger('a'));
    void run('b1', stranger('b'));
    await settle();
    await end('a1');
    assert.deepEqual(begun, ['a1', 'b1']);
    await assert.rejects(run('c1', stranger('c')), { problem: withRetry });
    await end('b1');
    await end('a2');
    await all;
    assert.deepEqual(begun, ['a1', 'b1', 'a2']);
    for (const name of ['c2', 'd2']) void run(name, stranger(name));
    await settle();
  });

  test('work that fails gives its turn and its place back', async () => {
    const turns = createTurns(
      openMemoryBudgets({ now: () => 0 }, { places: { 'sign_in.known': 1 } }),
    );
    const failing = turns.run(known('a'), () => Promise.reject(new Error('no')));
    await assert.rejects(failing, /no/);
    assert.equal(await turns.run(known('a'), async () => 'done'), 'done');
  });
});
