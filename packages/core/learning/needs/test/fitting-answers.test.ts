// Which answers fit a need, from ties and from uses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type AnswerUse, fittingAnswers, mostFitting } from '../fitting-answers.ts';

const answers = ['hello', 'parcel', 'late', 'refund', 'hours'].map((id) => ({ id, needs: [] }));
const used = (need: string, answer: string, many: number): AnswerUse => ({ need, answer, many });
const tie = (id: string, ...needs: string[]) => ({ id, needs });

test('[N8] from the first day the answers tied to a need fit it, in the order of the list', () => {
  const list = [tie('parcel', 'delivery'), tie('hello'), tie('late', 'delivery', 'refund')];
  assert.deepEqual(
    [...fittingAnswers(list, [])],
    [
      ['delivery', ['parcel', 'late']],
      ['refund', ['late']],
    ],
  );
});

test('[N8] an answer used for one need fits it, one used for all fits none', () => {
  const uses = [
    used('delivery', 'hello', 20),
    used('delivery', 'parcel', 12),
    used('delivery', 'late', 3),
    used('refund', 'hello', 10),
    used('refund', 'refund', 9),
    used('refund', 'hours', 1),
  ];
  const fitting = fittingAnswers(answers, uses);
  assert.deepEqual(fitting.get('delivery'), ['parcel', 'late']);
  assert.deepEqual(fitting.get('refund'), ['refund'], 'once is not enough');
});

test('[N8] uses overtake a tie that is not used', () => {
  const list = [tie('parcel', 'delivery'), tie('late'), tie('refund')];
  const uses = [used('delivery', 'late', 30), used('refund', 'refund', 30)];
  assert.deepEqual(fittingAnswers(list, uses.slice(1)).get('delivery'), ['parcel']);
  assert.deepEqual(fittingAnswers(list, uses).get('delivery'), ['late', 'parcel']);
});

test('[N8] uses of a deleted answer count for nothing', () => {
  const uses = [used('delivery', 'gone', 90), used('delivery', 'parcel', 4)];
  const kept = [...uses, used('refund', 'refund', 4)];
  assert.deepEqual(fittingAnswers(answers, kept), fittingAnswers(answers, kept.slice(1)));
  assert.deepEqual(fittingAnswers(answers, kept).get('delivery'), ['parcel']);
});

test('[N8] a need has at most five answers, each once and from the list, however much was used', () => {
  const list = fc.uniqueArray(fc.constantFrom(...'abcdefghij'), { minLength: 1 });
  const many = fc.integer({ min: 0, max: 50 });
  const need = fc.constantFrom('one', 'two', 'three');
  const use = fc.record({ need, answer: fc.constantFrom(...'abcdefghij'), many });
  fc.assert(
    fc.property(list, fc.array(use, { maxLength: 40 }), need, (ids, uses, tiedTo) => {
      const tied = ids.map((id, at) => tie(id, ...(at % 2 === 0 ? [tiedTo] : [])));
      for (const [, fitting] of fittingAnswers(tied, uses)) {
        assert.ok(fitting.length > 0 && fitting.length <= mostFitting);
        assert.equal(new Set(fitting).size, fitting.length);
        assert.ok(fitting.every((id) => ids.includes(id)));
      }
    }),
    { seed: 8, numRuns: 300 },
  );
});
