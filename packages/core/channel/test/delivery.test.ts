// The life of a delivery: a table of inputs and results, and random schedules with receipts in any
// order, before the answer, repeated and as marks.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  type DeliveryInput,
  type DeliveryLife,
  isToSend,
  maySendAgain,
  newDelivery,
  shownDelivery,
  stepDelivery,
} from '../delivery/delivery.ts';

const begun = { type: 'begun', ids: 1 } as const;
const taken = { type: 'taken', externalIds: ['a'], isAll: true } as const;
const silent = { type: 'unanswered', detail: 'no answer', isIdempotent: false } as const;
const blocked = { reason: 'opted-out', detail: 'blocked' } as const;
const receipt = (state: 'sent' | 'delivered' | 'read', externalId: string | null = 'a') =>
  ({ type: 'receipt', externalId, state }) as const;
const failing = (externalId: string | null = 'a') =>
  ({ type: 'receipt', externalId, state: 'failed', ...blocked }) as const;
const mark = (state: 'delivered' | 'read', until: number) =>
  ({ type: 'watermark', state, until }) as const;

const sentAt = 1000;

function after(...inputs: readonly DeliveryInput[]): DeliveryLife {
  return inputs.reduce((life, input) => stepDelivery(life, input, sentAt), newDelivery);
}
const stateAfter = (...inputs: readonly DeliveryInput[]) => shownDelivery(after(...inputs)).state;

describe('a delivery', () => {
  test('[DV1] is queued, sent, delivered and read, as reported', () => {
    assert.equal(stateAfter(), 'queued');
    assert.equal(stateAfter(begun), 'queued');
    assert.equal(stateAfter(begun, taken), 'sent');
    assert.equal(stateAfter(begun, taken, receipt('delivered')), 'delivered');
    assert.equal(stateAfter(begun, taken, receipt('read'), receipt('delivered')), 'read');
  });

  test('[DV1] of several parts is as far as the part that is furthest behind', () => {
    const both = { type: 'taken', externalIds: ['a', 'b'], isAll: true } as const;
    assert.equal(stateAfter(begun, both, receipt('read')), 'sent');
    assert.equal(stateAfter(begun, both, receipt('read'), receipt('delivered', 'b')), 'delivered');
    assert.equal(stateAfter(begun, both, receipt('read'), failing('b')), 'failed');
  });

  test('[DV1] of several parts has left once all of them are known to have left', () => {
    const first = { type: 'begun', ids: 2 } as const;
    const echo = (externalId: string) => receipt('sent', externalId);
    assert.equal(stateAfter(first, silent, echo('a')), 'uncertain');
    assert.equal(stateAfter(first, silent, echo('a'), echo('a')), 'uncertain');
    assert.equal(stateAfter(first, silent, echo('a'), echo('b')), 'sent');
    assert.equal(stateAfter(first, silent, receipt('read', 'a'), receipt('read', 'b')), 'read');
    const half = { type: 'taken', externalIds: ['a'], isAll: false } as const;
    const waiting = { type: 'postponed', why: null } as const;
    assert.equal(stateAfter(first, half, waiting, receipt('read', 'a')), 'queued');
    // After two requests each may have brought the same part.
    assert.equal(stateAfter(first, waiting, first, silent, echo('a'), echo('b')), 'uncertain');
  });

  test('[DV4] a part is one part under all of its ids', () => {
    const first = { type: 'begun', ids: 2 } as const;
    const renamed = { type: 'renamed', externalId: 'a', to: 'z' } as const;
    for (const told of [
      [receipt('read', 'a'), renamed, receipt('read', 'z')],
      [receipt('read', 'z'), renamed, receipt('read', 'a')],
      [renamed, receipt('read', 'z'), receipt('read', 'a')],
      [receipt('read', 'a'), receipt('read', 'z'), renamed],
    ]) {
      const known = after(first, silent, ...told);
      assert.equal(shownDelivery(known).state, 'uncertain');
      assert.equal(shownDelivery(stepDelivery(known, receipt('sent', 'b'), 0)).state, 'sent');
    }
  });

  test('[DV2] fails with its reason, and has not failed once it arrived', () => {
    const refused = after(begun, { type: 'refused', ...blocked });
    const failed = { state: 'failed', ...blocked, waits: null };
    assert.deepEqual(shownDelivery(refused), failed);
    assert.deepEqual(shownDelivery(after(begun, taken, failing())), failed);
    assert.equal(stateAfter(begun, taken, failing(), receipt('delivered')), 'delivered');
    assert.equal(stateAfter(begun, taken, failing(), mark('read', sentAt)), 'failed');
  });

  test('[DV3] is uncertain if its request left and no answer came, or its sender died', () => {
    const [died] = [{ type: 'lost', isIdempotent: false } as const];
    for (const unknown of [silent, died]) {
      const life = after(begun, unknown);
      assert.equal(shownDelivery(life).state, 'uncertain');
      assert.equal(isToSend(life), false);
      assert.equal(stateAfter(begun, unknown, receipt('sent', null)), 'sent', 'an echo settles it');
      assert.equal(stateAfter(begun, unknown, receipt('delivered')), 'delivered');
      assert.equal(stateAfter(begun, unknown, mark('read', sentAt)), 'uncertain');
    }
    assert.equal(isToSend(after({ type: 'lost', isIdempotent: false })), true, 'nothing had left');
  });

  test('[DV3] is sent again if the channel deduplicates by key', () => {
    assert.equal(isToSend(after(begun, { ...silent, isIdempotent: true })), true);
    assert.equal(isToSend(after(begun, { type: 'lost', isIdempotent: true })), true);
    assert.equal(isToSend(after(begun, receipt('sent'))), false, 'a receipt says that it left');
  });

  test('[DV4] follows marks of what was sent until then, once it has left', () => {
    assert.equal(stateAfter(begun, taken, mark('read', sentAt)), 'read');
    assert.equal(stateAfter(begun, taken, mark('read', sentAt - 1)), 'sent');
    assert.equal(stateAfter(begun, mark('delivered', sentAt), taken), 'delivered');
    assert.equal(stateAfter(begun, mark('read', sentAt)), 'queued');
  });

  test('[DV5] is sent again by a person if it failed or is uncertain, after the accepted parts', () => {
    const again = { type: 'sent-again' } as const;
    assert.deepEqual(after(begun, taken, again), after(begun, taken), 'it was sent');
    const part = { type: 'taken', externalIds: ['a'], isAll: false } as const;
    const halfway = after({ type: 'begun', ids: 2 }, part, { type: 'refused', ...blocked }, again);
    assert.deepEqual([halfway.round, halfway.attempts, halfway.parts.length], [1, 0, 1]);
    assert.equal(isToSend(halfway), true);
    const failed = after(begun, taken, failing(), again);
    assert.deepEqual([failed.round, failed.parts.length], [1, 0]);
    assert.equal(maySendAgain(failed), false);
  });

  test('[DV2] has failed at its deadline, or is uncertain if a request had no answer', () => {
    const why = { reason: 'unreachable', detail: 'nobody answers' } as const;
    const end = { type: 'given-up', detail: 'a day is over' } as const;
    const tried = after(begun, { type: 'postponed', why }, end);
    const shown = { state: 'failed', ...why, detail: 'a day is over', waits: null };
    assert.deepEqual(shownDelivery(tried), shown);
    const doubtful = [begun, { ...silent, isIdempotent: true }, begun] as const;
    assert.equal(stateAfter(...doubtful, { type: 'postponed', why }, end), 'uncertain');
    assert.equal(stateAfter(...doubtful, taken), 'sent');
  });

  test('[DV6] says why it waits', () => {
    const why = { reason: 'unreachable', detail: 'nobody answers' } as const;
    const life = after(begun, { type: 'postponed', why });
    assert.deepEqual(shownDelivery(life), { state: 'queued', ...why, waits: null });
    assert.equal(shownDelivery(stepDelivery(life, taken, 0)).reason, null);
  });

  test('[DV6] states what it waits for until the next request', () => {
    const waits = { for: 'rate', until: 9000 } as const;
    const held = { type: 'held', ...waits } as const;
    assert.deepEqual(shownDelivery(after(held)).waits, waits);
    assert.equal(shownDelivery(after(held, begun)).waits, null);
    const paused = { type: 'held', for: 'paused', until: null } as const;
    assert.equal(shownDelivery(after(held, paused)).waits?.for, 'paused');
    const refused = { type: 'refused', ...blocked } as const;
    assert.equal(shownDelivery(after(held, refused)).waits, null, 'it failed');
    const again = after(held, refused, { type: 'sent-again' });
    assert.equal(shownDelivery(again).waits, null, 'a person sends it again');
  });
});

const ids = ['a', 'b', 'c'] as const;
const told: fc.Arbitrary<DeliveryInput> = fc.oneof(
  fc
    .record({
      id: fc.option(fc.constantFrom(...ids), { freq: 5 }),
      state: fc.constantFrom('sent', 'delivered', 'read'),
    })
    .map(({ id, state }) => receipt(state, id)),
  fc.option(fc.constantFrom(...ids), { freq: 5 }).map((id) => failing(id)),
  fc
    .record({ state: fc.constantFrom('delivered', 'read'), by: fc.integer({ min: -2, max: 2 }) })
    .map(({ state, by }) => mark(state, sentAt + by)),
);

describe('any reports on a delivery', () => {
  test('[DV4] give the same in any order, before or after the answer, and repeated', () => {
    const schedules = fc.record({
      all: fc.array(told, { maxLength: 8 }),
      parts: fc.integer({ min: 1, max: 3 }),
      shuffled: fc.array(fc.nat(), { minLength: 20, maxLength: 20 }),
      answered: fc.nat(),
    });
    fc.assert(
      fc.property(schedules, ({ all, parts, shuffled, answered }) => {
        const answer = { type: 'taken', externalIds: ids.slice(0, parts), isAll: true } as const;
        const inOrder = stateAfter(begun, answer, ...all);
        const order = [...all, ...all.slice(0, 3)]
          .map((input, at) => ({ input, by: shuffled[at] ?? 0 }))
          .toSorted((one, other) => one.by - other.by)
          .map(({ input }) => input);
        order.splice(answered % (order.length + 1), 0, answer);
        assert.equal(stateAfter(begun, ...order), inOrder);
      }),
      { numRuns: 10_000 },
    );
  });

  test('[DV3] never send again without a key what may have arrived, unless a person does', () => {
    const anything: fc.Arbitrary<DeliveryInput> = fc.oneof(
      fc.constant(begun),
      fc.constant(taken),
      fc.constant(silent),
      fc.constant({ type: 'lost', isIdempotent: false } as const),
      fc.constant({ type: 'postponed', why: null } as const),
      fc.constant({ type: 'held', for: 'rate', until: 1 } as const),
      fc.constant({ type: 'refused', ...blocked } as const),
      told,
    );
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 20 }), (inputs) => {
        let life = newDelivery;
        let mayBeThere = false;
        for (const input of inputs) {
          // Like a real sender: it begins only what has to be sent, and first asks what became of
          // the last request.
          const known = life.isUnderWay && input.type === 'begun' ? lostBefore(life) : life;
          if (input.type === 'begun' && !isToSend(known)) continue;
          if (input.type === 'begun') assert.equal(mayBeThere, false, JSON.stringify(inputs));
          const isAnswer = ['taken', 'unanswered', 'postponed', 'refused'].includes(input.type);
          if (isAnswer && !known.isUnderWay) continue;
          if (input.type === 'begun') mayBeThere = true;
          if (input.type === 'postponed' || input.type === 'refused') mayBeThere = false;
          life = stepDelivery(known, input, sentAt);
        }
      }),
      { numRuns: 10_000 },
    );
  });
});

function lostBefore(life: DeliveryLife): DeliveryLife {
  return stepDelivery(life, { type: 'lost', isIdempotent: false }, sentAt);
}
