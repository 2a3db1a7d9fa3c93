// Requests that are stored together: in few transactions, within a bound of memory and time, and none at
// the cost of another.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Item } from '@opportune/core/ports/channel.ts';
import { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import { deliveryLimits } from '@opportune/protocol/limits/channels.ts';
import { letterLimits } from '@opportune/protocol/limits/mail.ts';
import { EngineError } from '../../adapter/engine-error.ts';
import { Refusal } from '../../http/problem/refusal.ts';
import { readTogether } from './read-together.ts';
import { type Brought, KeepTogether } from './keep-together.ts';

const account = AccountId.parse('a');
const other = AccountId.parse('b');
const channel = ChannelId.parse('c');
const quiet = { info() {}, warn() {}, error() {} };
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

function request(name: string, raw = name): Brought {
  const item: Item = { type: 'unknown', key: name, address: '', at: 0, what: name };
  return [{ channel, item, raw }];
}

/** A store that ends each transaction when the test says so. */
function bench(fails: (names: readonly string[]) => Error | null = () => null) {
  const stored: string[][] = [];
  const open: (() => void)[] = [];
  const due: (() => void)[] = [];
  const rests: number[] = [];
  const rested: (() => void)[] = [];
  const pace = { restMs: 0 };
  const time = { now: 0 };
  let isRestless = true;
  const keeping = new KeepTogether({
    ...{ log: quiet, pace, clock: { now: () => time.now } },
    schedule(ms, run) {
      if (ms !== deliveryLimits.keepingMs) {
        rests.push(ms);
        if (isRestless) setImmediate(run);
        else rested.push(run);
        return () => {};
      }
      due.push(run);
      return () => void due.splice(due.indexOf(run), 1);
    },
    async store(_, requests) {
      const names = requests.flat().map(({ item }) => item.key);
      stored.push(names);
      await new Promise<void>((resolve) => open.push(resolve));
      const error = fails(names);
      if (error !== null) throw error;
      return new Map(
        requests
          .filter((each) => each[0]?.item.key === 'full')
          .map((each) => [each, new Error('its channel is full')]),
      );
    },
  });
  const codeOf = (kept: Promise<void>) =>
    kept.then(
      () => 'kept',
      (error: unknown) => (error instanceof Refusal ? error.problem.code : String(error)),
    );
  return {
    ...{ stored, pace, rests, time },
    /** From now on, a rest lasts until `endRests`. */
    rest: () => void (isRestless = false),
    async endRests() {
      for (const end of rested.splice(0)) end();
      await turn();
    },
    keep: (name: string, raw?: string, of = account) =>
      codeOf(keeping.keep(of, request(name, raw))),
    async end() {
      await turn();
      open.shift()?.();
      await turn();
    },
    /** The time that any may wait is over. */
    passTime: () => due.splice(0).forEach((run) => run()),
  };
}

test('[IN7] a request alone is stored at once, and those that come meanwhile are stored together', async () => {
  const { stored, keep, end } = bench();
  const kept = ['a', 'b', 'c', 'd'].map((name) => keep(name));
  const others = keep('e', 'e', other);
  await turn();
  assert.deepEqual(stored, [['a'], ['e']]);
  await end();
  await end();
  await end();
  assert.deepEqual(stored, [['a'], ['e'], ['b', 'c', 'd']]);
  assert.deepEqual(await Promise.all([...kept, others]), Array(5).fill('kept'));
  const later = keep('f');
  await end();
  assert.equal(await later, 'kept');
});

test('[IN7] transactions begin some milliseconds after each other', async () => {
  const { stored, rests, keep, end, rest, endRests } = bench();
  rest();
  const kept = [keep('a')];
  await end();
  kept.push(keep('b'), keep('c'));
  await turn();
  assert.deepEqual(stored, [['a']]);
  await endRests();
  await end();
  assert.deepEqual(stored, [['a'], ['b', 'c']]);
  await endRests();
  // It comes alone, and waits for nothing.
  kept.push(keep('d'));
  await end();
  assert.deepEqual(stored, [['a'], ['b', 'c'], ['d']]);
  assert.deepEqual(await Promise.all(kept), ['kept', 'kept', 'kept', 'kept']);
  assert.deepEqual(rests, Array(3).fill(deliveryLimits.keptEveryMs));
});

test('[IN7] as many as a transaction may have do not rest before the next', async () => {
  const { stored, keep, end, rest } = bench();
  const { keptTogether: most } = deliveryLimits;
  rest();
  const kept = Array.from({ length: 1 + 2 * most }, (_, at) => keep(`${at}`));
  for (let times = 0; times < 3; times += 1) await end();
  assert.deepEqual(
    stored.map((each) => each.length),
    [1, most, most],
  );
  assert.deepEqual(await Promise.all(kept), Array(kept.length).fill('kept'));
});

test('[IN7] a queue lets people go first who talk, unless it has waited for long', async () => {
  const { stored, pace, time, rests, keep, end, rest, endRests } = bench();
  const { keptTogether: most, queued, queuedMs } = deliveryLimits;
  pace.restMs = 100;
  rest();
  const kept = Array.from({ length: 1 + 2 * queued + most }, (_, at) => keep(`${at}`));
  await end();
  assert.equal(stored.length, 1);
  await endRests();
  await end();
  assert.equal(stored.length, 2, 'it rests');
  assert.equal(rests.at(-1), 100);
  await endRests();
  time.now = queuedMs;
  await end();
  await end();
  assert.deepEqual(
    stored.map((each) => each.length),
    [1, queued, queued, most],
  );
  assert.deepEqual(await Promise.all(kept), Array(kept.length).fill('kept'));
});

test('[IN7] one that cannot be stored keeps out none of the others', async () => {
  const { stored, keep, end } = bench((names) =>
    names.includes('poison') ? new Error('no such character') : null,
  );
  const kept = ['a', 'b', 'poison', 'full', 'c'].map((name) => keep(name));
  for (let times = 0; times < 6; times += 1) await end();
  assert.deepEqual(stored, [
    ['a'],
    ['b', 'poison', 'full', 'c'],
    ...[['b'], ['poison'], ['full'], ['c']],
  ]);
  assert.deepEqual(await Promise.all(kept), [
    ...['kept', 'kept', 'Error: no such character'],
    ...['Error: its channel is full', 'kept'],
  ]);
});

test('[IN7] a store that is away is asked once for all', async () => {
  const { stored, keep, end } = bench(() => new EngineError('engine.unavailable'));
  const kept = ['a', 'b', 'c'].map((name) => keep(name));
  await end();
  await end();
  assert.equal(stored.length, 2);
  for (const each of await Promise.all(kept)) assert.match(each, /EngineError/);
});

test('[IN7] one that is busy is tried apart from the others, and a store that goes away then is not asked again', async () => {
  let isAway = false;
  const { stored, keep, end } = bench((names) => {
    if (isAway) return new EngineError('engine.unavailable');
    return names.includes('slow') ? new EngineError('server.overloaded') : null;
  });
  const kept = ['a', 'b', 'slow'].map((name) => keep(name));
  for (let times = 0; times < 4; times += 1) await end();
  const [one, other, slow] = await Promise.all(kept);
  assert.deepEqual([one, other], ['kept', 'kept']);
  assert.match(slow ?? '', /EngineError/);
  const more = ['c', 'd', 'slow', 'e', 'f'].map((name) => keep(name));
  for (let times = 0; times < 2; times += 1) await end();
  isAway = true;
  const before = stored.length;
  await end();
  assert.equal(stored.length, before);
  assert.equal(await more[0], 'kept');
  for (const each of await Promise.all(more.slice(1))) assert.match(each, /EngineError/);
});

test('[IN7] one that is busy keeps out none that come behind it, and two in a row are the store’s', async () => {
  const { stored, keep, end } = bench((names) =>
    names.some((name) => name.startsWith('slow')) ? new EngineError('server.overloaded') : null,
  );
  const kept = ['a', 'slow', 'b', 'c'].map((name) => keep(name));
  for (let times = 0; times < 6; times += 1) await end();
  const [a, slow, b, c] = await Promise.all(kept);
  assert.deepEqual([a, b, c], ['kept', 'kept', 'kept']);
  assert.match(slow ?? '', /EngineError/);
  const more = ['d', 'slow 1', 'slow 2', 'e'].map((name) => keep(name));
  for (let times = 0; times < 6; times += 1) await end();
  const answers = await Promise.all(more);
  assert.equal(answers[0], 'kept');
  for (const each of answers.slice(1)) assert.match(each, /EngineError/);
  assert.deepEqual(stored.slice(-3), [['slow 1', 'slow 2', 'e'], ['slow 1'], ['slow 2']]);
});

test('[IN7] the largest letters are stored, one at a time beside the others', async () => {
  const { keep, end } = bench();
  const raw = 'x'.repeat(letterLimits.letterBytes);
  const large = keep('large', raw);
  const small = keep('small', 'small', other);
  assert.equal(await keep('next', `${raw}y`, other), 'server.overloaded');
  for (let times = 0; times < 2; times += 1) await end();
  assert.deepEqual(await Promise.all([large, small]), ['kept', 'kept']);
  const again = keep('next', raw);
  await end();
  assert.equal(await again, 'kept');
});

test('[IN7] a transaction holds a bounded number of items, unless one request has more', async () => {
  const sizes: number[] = [];
  let first: (() => void) | undefined;
  const keeping = new KeepTogether({
    ...{ log: quiet, pace: { restMs: 0 }, clock: { now: () => 0 } },
    schedule(ms, run) {
      if (ms === deliveryLimits.keptEveryMs) setImmediate(run);
      return () => {};
    },
    async store(_, requests) {
      sizes.push(requests.flat().length);
      if (first === undefined) await new Promise<void>((resolve) => (first = resolve));
      return new Map();
    },
  });
  const of = (items: number): Brought =>
    Array.from({ length: items }, (_, at) => request(`${at}`, 'raw')).flat();
  const { itemsTogether } = deliveryLimits;
  const kept = [1, itemsTogether - 1, 1, 1, 3 * itemsTogether, 1].map((items) =>
    keeping.keep(account, of(items)),
  );
  first?.();
  await Promise.all(kept);
  assert.deepEqual(sizes, [1, itemsTogether, 1, 3 * itemsTogether, 1]);
});

test('[IN7] what waits too long is refused and not stored', async () => {
  const { stored, keep, end, passTime } = bench();
  const kept = keep('a');
  const late = keep('late');
  await turn();
  passTime();
  assert.equal(await late, 'server.overloaded');
  await end();
  assert.equal(await kept, 'kept');
  assert.deepEqual(stored, [['a']]);
});

test('[OP11] fills: requests of providers that wait to be stored', async () => {
  const { keep, end } = bench();
  const raw = 'x'.repeat(1024 * 1024);
  const kept: Promise<string>[] = [];
  let refused = '';
  for (let count = 0; refused === ''; count += 1) {
    const each = keep(`m${count}`, raw);
    kept.push(each);
    refused = await Promise.race([each, turn().then(() => '')]);
  }
  assert.equal(refused, 'server.overloaded');
  const heldBytes = (kept.length - 1) * 2 * raw.length;
  assert.ok(heldBytes <= deliveryLimits.keepingBytes / 2 + raw.length, 'another account has room');
  const others = keep('o', 'small', other);
  for (let times = 0; times < 3; times += 1) await end();
  assert.equal(await others, 'kept');
  assert.equal(await kept[0], 'kept');
});

test('[CH18] whoever asks while something is read gets what is read after that', async () => {
  const reads: ((answer: string) => void)[] = [];
  const ask = readTogether<[string], string>(() => new Promise((resolve) => reads.push(resolve)));
  const first = [ask('c'), ask('c')];
  assert.equal(reads.length, 0);
  await turn();
  const next = [ask('c'), ask('c')];
  const another = ask('d');
  await turn();
  assert.equal(reads.length, 2, 'those who ask in one turn share what is read after that');
  reads[0]?.('before');
  assert.deepEqual(await Promise.all(first), ['before', 'before']);
  await turn();
  assert.equal(reads.length, 3);
  reads[2]?.('after');
  reads[1]?.('other');
  assert.deepEqual(await Promise.all([...next, another]), ['after', 'after', 'other']);
  const failing = readTogether<[string], string>(() => Promise.reject(new Error('away')));
  const failed = await Promise.allSettled([failing('c'), failing('c'), failing('c')]);
  assert.deepEqual(
    failed.map(({ status }) => status),
    ['rejected', 'rejected', 'rejected'],
  );
});
