// A policy in its stored form: whole covariances, row by row. What a server has stored must stay
// readable.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { textToNumbers } from '../../intent/base64.ts';
import { chooseAction, learntOf, policyFromJson, policyJson } from '../engagement-policy.ts';

/** As version 1 stored it after sixty outcomes, with one feature and one skill. */
const stored = {
  version: 1,
  options: {
    ...{ salt: 'kept', features: 1, delaysS: [0], needsAgent: true },
    ...{ exploration: 0.02, cost: 1, annoyance: 0, earliestS: 0 },
  },
  skills: ['sales'],
  numbers: [
    'buBrmsHj8L9csIVVwNPNvwAAAAAAAAAAAAAAAAAAAAC1sC9tzmjgP3ThcAXGWeI/MzMzMzMz078AAAAAAAAAAAAAAA',
    'AAAAAA6AHDZJibwz9ONZBR2RC8P0U/CRYFbJM/AAAAAAAAAAAAAAAAAAAAAHXNG7sUq7O/lrPqe2fhgL8AAAAAAAAA',
    'AAAAAAAAAAAAAAAAAAAAAABuehJ3caeev0Q/CRYFbJM/1zMUjupO0D8AAAAAAAAAAAAAAAAAAAAALNdZ2DgUpb/hZ5',
    'K977GnvwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAHrhp2fxZS/AAAAAAAAAAAAAAAAAAAAAAAAAAAAANA/AAAAAAAA',
    'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    'AAAAAAAAAAAAAAAADQPwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAHrNG7sU',
    'q7O/LNdZ2DgUpb8AAAAAAAAAAAAAAAAAAAAAPUcGrSQF2D+njpaSGjKhvwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAP',
    '6y7ZdQMpc/lrPqe2fhgL/hZ5K977GnvwAAAAAAAAAAAAAAAAAAAACmjpaSGjKhv+dSOo8qltU/AAAAAAAAAAAAAAAA',
    'AAAAAAAAAAAAAAAAW0B/94VAdD8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    'CamZmZmZmpPwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    'AAAAAAAAAAAAAAAAAAAAAAAAAAAAmpmZmZmZqT8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAJqZmZmZmak/AAAAAAAAAABuehJ3caeevwHr',
    'hp2fxZS/AAAAAAAAAAAAAAAAAAAAAP6y7ZdQMpc/W0B/94VAdD8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAZv6n3WD',
    'O1PwAAAAAAAE5AHG6pZ1JQ6b9VoQsHhPGgvwAAAAAAAAAAAAAAAAAAAACamZmZmZnJv9SBUb7/2cE/aA8PmFDskL8A',
    'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAABnDw+YUOyQvw0xeOA4AbY/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    'AAAAAAAAAAAAAAAJqZmZmZmbk/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAJqZmZmZmbk/',
    'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAJqZmZmZmbk/AAAAAAAAPkAAAAAAAABOQGdCzi',
    'YVnt8/nfqZFsO+xT+oMXM8vwP8PwAAAAAAAC5AWhjX+h3oDEDb0iDR+47RP0QkCFsowH0/bXCE55IMxD8mE6aL4qs9',
    'PyMTpoviqz0/fzGqa8sUnj8LJz0w3lqYv3BCxgNqFKU/AAAAAAAASUAAAAAAAADwPwAAAAAAAPA/AAAAAAAAAEAAAA',
    'AAAADwvwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACAAAAAAAYQAAAAAAAADRAAAAAAAAA',
    'AAAAAAAAAAAIwA==',
  ].join(''),
};

const question = {
  ...{ visitor: 'x', occasion: 1, features: [0.5], skill: 'sales', free: 2, isGuarded: false },
  ...{ value: 50, ageS: 60, now: 0 },
};

describe('a stored policy [U11]', () => {
  it('is read unchanged: it chooses and reports what its numbers say', () => {
    const policy = policyFromJson(stored);
    assert.ok(policy !== null);
    const { average } = learntOf(policy);
    const { probability, gain, rate, worth } = chooseAction(policy, question);
    const said = [average.effect, average.error, probability, gain, rate, worth];
    said.forEach((value, at) => assert.ok(Math.abs(value - (was[at] ?? 0)) < 1e-12, String(value)));
  });

  it('without squared terms of its confirmed share is assumed to vary as expected', () => {
    const confirmation = policyFromJson(stored)?.confirmation;
    assert.ok(confirmation !== undefined && confirmation.square > 0);
    assert.equal(confirmation.alongTerms, confirmation.square);
    assert.equal(policyFromJson({ ...stored, version: 2 }), null);
  });

  it('is stored again with the same numbers, within rounding', () => {
    const policy = policyFromJson(stored);
    assert.ok(policy !== null);
    const json = policyJson(policy);
    const again = json['numbers'];
    assert.ok(typeof again === 'string');
    assert.deepEqual(policyFromJson(json), policy);
    const [one, other] = [stored.numbers, again].map(numbersOf);
    one?.forEach((value, at) => assert.ok(Math.abs(value - (other?.[at] ?? NaN)) < 1e-12));
  });
});

function numbersOf(text: string): Float64Array {
  const numbers = new Float64Array(Math.floor(((text.length / 4) * 3) / 8));
  assert.ok(textToNumbers(text, numbers));
  return numbers;
}

/** Its answer to the question, from the numbers above. */
const was = [
  ...[0.27435203001668435, 0.3957697857371596, 0.09866995073891627],
  ...[0.05698299412905165, 0.23647256237512576, 1.658690732124401],
];
