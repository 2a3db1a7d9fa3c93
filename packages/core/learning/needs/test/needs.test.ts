import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type NeedEvidence, type NeedExample, needLimits, saidOnly } from '../evidence.ts';
import { readNeedModel, writeNeedModel } from '../model-bytes.ts';
import { leastExamples, type NeedModel, trainNeeds } from '../model.ts';
import { nameNeed } from '../name-need.ts';
import { wordsOf } from '../terms.ts';

const openings = ['please', 'hello, I', 'can you help: I', 'good morning', 'I really', 'so, we'];
const asked: Readonly<Record<string, readonly string[]>> = {
  refund: ['want my money back', 'need a refund for order {n}', 'would like to be refunded'],
  delivery: ['wonder where my parcel is', 'wait for the delivery of {n}', 'track my shipment'],
  size: ['ask which size fits', 'think the shoes are too small', 'want a larger size than {n}'],
};

/** Every opening with every question: 54 examples of three needs. */
function shopExamples(): NeedExample[] {
  return openings.flatMap((opening, n) =>
    Object.entries(asked).flatMap(([need, questions]) =>
      questions.map((question) => ({
        need,
        evidence: saidOnly(`${opening} ${question.replace('{n}', String(n))}`),
      })),
    ),
  );
}

function trained(examples: readonly NeedExample[], seed = 1): NeedModel {
  const model = trainNeeds(examples, seed);
  assert.ok(model !== null);
  return model;
}

describe('words', () => {
  test('are letters, marks and digits of any script, in lower case', () => {
    assert.deepEqual(wordsOf("Où est l’Abo? Don't 2nd!"), ['où', 'est', "l'abo", "don't", '2nd']);
    assert.deepEqual(wordsOf('Возврат ДЕНЕГ'), ['возврат', 'денег']);
    assert.deepEqual(wordsOf('धनवापसी चाहिए'), ['धनवापसी', 'चाहिए']);
  });

  test('are single characters where a script sets no spaces', () => {
    assert.deepEqual(wordsOf('退款 please'), ['退', '款', 'please']);
  });
});

describe('naming a need', () => {
  const model = trained(shopExamples());

  test('returns the label of examples with the same words', () => {
    for (const [said, need] of [
      ['when will the parcel arrive, where is it', 'delivery'],
      ['money back now', 'refund'],
      ['are these too small?', 'size'],
    ] as const)
      assert.equal(nameNeed(model, saidOnly(said)).need, need);
  });

  test('finds a misspelt word by its pieces', () => {
    assert.equal(nameNeed(model, saidOnly('refnd refundd')).likely[0]?.need, 'refund');
  });

  test('[N4] returns the words that speak for it', () => {
    const { why } = nameNeed(model, saidOnly('hello please my parcel'));
    assert.deepEqual(why[0], { source: 'said', text: 'parcel' });
  });

  test('[N4] does not know if no word is known, or if words speak for several', () => {
    assert.deepEqual(nameNeed(model, saidOnly('ξ')), { need: null, likely: [], why: [] });
    assert.equal(nameNeed(model, saidOnly('please')).need, null);
  });

  test('[N4] confidences of all needs sum to one, likeliest first', () => {
    const { likely } = nameNeed(model, saidOnly('where is my refund'));
    const confidences = likely.map(({ confidence }) => confidence);
    assert.deepEqual(
      confidences,
      confidences.toSorted((one, other) => other - one),
    );
    assert.ok(Math.abs(confidences.reduce((sum, each) => sum + each, 0) - 1) < 1e-9);
  });

  test('a long text costs no more than the part that is read', () => {
    const read = 'parcel '.repeat(needLimits.saidLength).slice(0, needLimits.saidLength);
    const beyond = nameNeed(model, saidOnly(`${read}${' refund'.repeat(10_000)}`));
    assert.deepEqual(beyond, nameNeed(model, saidOnly(read)));
  });
});

test('search words, sections and errors name a need before anything is typed', () => {
  const shown = (evidence: Partial<NeedEvidence>) => ({ ...saidOnly(''), ...evidence });
  const examples = Array.from({ length: 12 }, (_, n) => [
    { need: 'refund', evidence: shown({ sections: ['Returns'], searched: [`return ${n}`] }) },
    { need: 'payment', evidence: shown({ sections: ['Checkout'], errors: ['card declined'] }) },
  ]).flat();
  const model = trained(examples);
  const seen = nameNeed(model, shown({ sections: ['Checkout'], errors: ['card declined'] }));
  assert.equal(seen.need, 'payment');
  assert.deepEqual(seen.why.map(({ source }) => source).toSorted(), ['error', 'section']);
  assert.equal(nameNeed(model, shown({ searched: ['return'] })).need, 'refund');
});

test('an error is not the same term as a section of that name', () => {
  const of = (need: string, evidence: Partial<NeedEvidence>): NeedExample => ({
    need,
    evidence: { ...saidOnly(''), ...evidence },
  });
  const examples = Array.from({ length: 8 }, () => [
    of('broken', { errors: ['Payment'] }),
    of('buying', { sections: ['Payment'] }),
  ]).flat();
  const model = trained(examples);
  assert.equal(nameNeed(model, { ...saidOnly(''), errors: ['Payment'] }).need, 'broken');
  assert.equal(nameNeed(model, { ...saidOnly(''), sections: ['Payment'] }).need, 'buying');
});

describe('learning', () => {
  test('[N3] requires two needs with enough examples each, and leaves rarer ones out', () => {
    const lone = Array.from({ length: 20 }, () => ({ need: 'a', evidence: saidOnly('one two') }));
    assert.equal(trainNeeds(lone), null);
    const rare = Array.from({ length: leastExamples - 1 }, () => ({
      need: 'rare',
      evidence: saidOnly('seldom'),
    }));
    assert.equal(trainNeeds([...lone, ...rare]), null);
    assert.deepEqual(trained([...shopExamples(), ...rare]).needs, ['refund', 'delivery', 'size']);
  });

  test('[N3] gives the same model for the same examples and seed', () => {
    assert.deepEqual(
      writeNeedModel(trained(shopExamples(), 3)),
      writeNeedModel(trained(shopExamples(), 3)),
    );
  });

  test('reports how often it was right on held-out examples', () => {
    const { held, right } = trained(shopExamples()).calibration;
    assert.equal(held, shopExamples().length);
    assert.ok(right / held > 0.9, `${right} of ${held}`);
  });

  test('has no confidence in labels that no word explains', () => {
    const needs = ['a', 'b', 'c', 'd'];
    const examples = Array.from({ length: 120 }, (_, n) => ({
      need: needs[(n * 7 + (n >> 3)) % 4] ?? '',
      evidence: saidOnly(`the same words ${n % 3}`),
    }));
    assert.equal(nameNeed(trained(examples), saidOnly('the same words 1')).need, null);
  });
});

describe('a model as bytes', () => {
  const model = trained(
    shopExamples().map(({ need, evidence }) => ({ need: `${need}é`, evidence })),
  );

  test('names the same needs when it is read again', () => {
    const again = readNeedModel(writeNeedModel(model));
    assert.ok(again !== null);
    const said = saidOnly('where is the parcel that I wait for');
    assert.deepEqual(nameNeed(again, said), nameNeed(model, said));
    assert.equal(nameNeed(again, said).need, 'deliveryé');
  });

  test('[N3] is rejected if cut short, lengthened, of another version or no model at all', () => {
    const bytes = writeNeedModel(model);
    assert.equal(readNeedModel(bytes.subarray(0, bytes.length - 1)), null);
    assert.equal(readNeedModel(Uint8Array.from([...bytes, 0])), null);
    assert.equal(readNeedModel(Uint8Array.from(bytes, (byte, at) => (at === 0 ? 9 : byte))), null);
    assert.equal(readNeedModel(new Uint8Array(3)), null);
    assert.equal(readNeedModel(new Uint8Array(needLimits.bytes + 1)), null);
  });
});
