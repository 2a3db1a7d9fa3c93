// The life of a promise to call back: tries, retries, and its end.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import {
  type CallbackInput,
  isKept,
  isOver,
  promiseFor,
  type Promised,
  stepCallback,
} from '../promise.ts';

const rule = [15, 60];
const minuteMs = 60_000;
const from = Date.UTC(2026, 10, 27, 10);
const slot = { from, until: from + 30 * minuteMs };

/** Steps in turn, each some ms after the slot's begin. */
function after(...inputs: readonly (readonly [number, CallbackInput])[]) {
  let promise: Promised = promiseFor(slot);
  const does: string[] = [];
  for (const [ms, input] of inputs) {
    const next = stepCallback(promise, input, from + ms, rule);
    promise = next.promise;
    does.push(next.does);
  }
  return { promise, does };
}

const due = { type: 'due', reach: 'here' } as const;
const accepted = { type: 'accepted' } as const;
const rang = { type: 'rang' } as const;
const ended = (reached: boolean) => ({ type: 'ended', reached }) as const;

test('[CB5] a promise is offered when it is due, rings once an agent accepted, and is reached', () => {
  const { promise, does } = after(
    ...([[-1, due]] as const),
    ...([
      [0, due],
      [1000, accepted],
      [2000, rang],
      [9000, ended(true)],
    ] as const),
  );
  assert.deepEqual(does, ['nothing', 'offer', 'ring', 'nothing', 'go-on']);
  assert.equal(promise.state, 'reached');
  assert.deepEqual([promise.attempts, promise.dueAt], [1, null]);
  assert.equal(isKept(promise), true);
});

test('[CB6] who is not reached is tried again by the rule, then it is a case for a person', () => {
  const once = after([0, due], [0, accepted], [0, rang], [30_000, ended(false)]);
  assert.equal(once.does.at(-1), 'rest');
  assert.equal(once.promise.dueAt, from + 30_000 + 15 * minuteMs);
  let { promise } = once;
  const dues: number[] = [];
  while (!isOver(promise)) {
    const at = promise.dueAt ?? 0;
    dues.push(at);
    for (const input of [due, accepted, ended(false)])
      promise = stepCallback(promise, input, at, rule).promise;
  }
  assert.deepEqual(dues, [from + 30_000 + 15 * minuteMs, from + 30_000 + 75 * minuteMs]);
  assert.deepEqual([promise.state, promise.attempts], ['missed', 3]);
});

test('[CB5] nobody is asked to call somebody who is not at the page, until that counts as a try', () => {
  const away = { type: 'due', reach: 'away' } as const;
  const { does, promise } = after([0, away], [20_000, away], [callbackLimits.awayMs, away]);
  assert.deepEqual(does, ['nothing', 'nothing', 'rest']);
  assert.deepEqual([promise.state, promise.attempts], ['promised', 1]);
});

test('[CB3] who wants no calls is offered to nobody, as if no agent accepted it', () => {
  const barred = { type: 'due', reach: 'barred' } as const;
  const { does, promise } = after(
    ...([
      [0, barred],
      [callbackLimits.awayMs, barred],
      [callbackLimits.awayMs + minuteMs, due],
      [callbackLimits.awayMs + 2 * minuteMs, barred],
      [callbackLimits.patienceMs, barred],
    ] as const),
  );
  assert.deepEqual(does, ['nothing', 'nothing', 'offer', 'rest', 'case']);
  assert.deepEqual([promise.state, promise.attempts, promise.calledAt], ['missed', 0, []]);
});

test('[CB5] a promise that no agent accepts becomes a case', () => {
  const { does, promise } = after([0, due], [callbackLimits.patienceMs, due]);
  assert.deepEqual(does, ['offer', 'case']);
  assert.equal(promise.state, 'missed');
  assert.equal(isKept(promise), false);
});

test('[CB4] it is moved and cancelled until it rings', () => {
  const later = { from: from + 3_600_000, until: from + 5_400_000 };
  const move = { type: 'move', slot: later } as const;
  assert.deepEqual(after([0, move]).promise, promiseFor(later));
  assert.equal(after([0, due], [0, move]).does.at(-1), 'rest');
  const failed = { type: 'ended', reached: false } as const;
  assert.equal(after([0, due], [0, accepted], [0, failed], [0, move]).promise.attempts, 1);
  assert.equal(after([0, due], [0, accepted], [0, move]).promise.state, 'ringing');
  assert.equal(after([0, { type: 'cancel' }]).promise.state, 'cancelled');
  assert.equal(after([0, due], [0, accepted], [0, { type: 'cancel' }]).promise.state, 'ringing');
});

test('[CB5] [CB6] in any order of events, no try is made twice and every promise ends', () => {
  const anInput: fc.Arbitrary<CallbackInput> = fc.oneof(
    fc.record({
      type: fc.constant('due' as const),
      reach: fc.constantFrom('here' as const, 'away' as const, 'barred' as const),
    }),
    ...([accepted, rang, ended(true), ended(false), { type: 'hasten' } as const] as const).map(
      (each) => fc.constant<CallbackInput>(each),
    ),
    fc.constant<CallbackInput>({ type: 'cancel' }),
  );
  const history = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 * minuteMs }), anInput), {
    maxLength: 60,
  });
  const ends = new Set<string>();
  fc.assert(
    fc.property(history, (inputs) => {
      let promise = promiseFor(slot);
      let now = from - minuteMs;
      let rings = 0;
      const apply = (input: CallbackInput): void => {
        const before = promise;
        const { promise: next, does } = stepCallback(promise, input, now, rule);
        promise = next;
        if (does === 'ring') {
          rings += 1;
          assert.equal(before.state, 'offered');
          assert.equal(next.attempts, before.attempts + 1, 'counted before it rings');
        }
        if (isOver(before)) assert.deepEqual(next, before);
        assert.equal(next.dueAt === null, isOver(next), 'something is due until it is over');
        assert.ok(next.attempts <= rule.length + 1);
      };
      for (const [ms, input] of inputs) {
        now += ms;
        apply(input);
      }
      for (let turn = 0; !isOver(promise) && turn < 5000; turn += 1) {
        now = Math.max(now, promise.dueAt ?? now);
        // Whoever made its call says that it is over.
        apply(promise.state === 'ringing' ? ended(false) : { type: 'due', reach: 'away' });
      }
      assert.ok(isOver(promise));
      assert.ok(rings <= rule.length + 1);
      ends.add(promise.state);
    }),
    { numRuns: 1000, seed: 20_261_127 },
  );
  assert.deepEqual([...ends].toSorted(), ['cancelled', 'missed', 'reached']);
});

test('[CB6] what may not be called yet is put off without a try, and is a case after three days', () => {
  const until = from + 60 * minuteMs;
  const put = { type: 'postpone', until } as const;
  const waiting = after([0, put]);
  assert.deepEqual(waiting.does, ['nothing']);
  assert.deepEqual(
    [waiting.promise.state, waiting.promise.dueAt, waiting.promise.attempts],
    ['promised', until, 0],
  );
  const rung = after([0, due], [0, accepted], [0, put]);
  assert.equal(rung.does.at(-1), 'rest');
  assert.deepEqual([rung.promise.state, rung.promise.attempts], ['promised', 0]);
  assert.deepEqual(rung.promise.calledAt, []);
  const late = { type: 'postpone', until: from + callbackLimits.postponedMs + 1 } as const;
  const given = after([0, late]);
  assert.deepEqual([given.does.at(-1), given.promise.state], ['case', 'missed']);
});

test('[CB4] a promise that is moved gets no more tries', () => {
  const moved = after(
    ...([[0, due]] as const),
    ...([[0, accepted]] as const),
    ...([[1, ended(false)]] as const),
    ...([[2, { type: 'move', slot: { from: from + 1, until: from + 2 } }]] as const),
  );
  assert.deepEqual([moved.promise.state, moved.promise.attempts], ['promised', 1]);
  assert.deepEqual(moved.promise.calledAt, [from]);
});
