import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import { together, type TogetherParts } from '../together.ts';

const account = AccountId.parse('account-1');
const other = AccountId.parse('account-2');

/** Answers each piece in capitals, and notes what was done at once. */
function noted(parts: Partial<TogetherParts<string, string>> = {}) {
  const done: string[][] = [];
  const perform = together<string, string>({
    most: 3,
    async all(of, pieces) {
      done.push([of, ...pieces]);
      return pieces.map((piece) => piece.toUpperCase());
    },
    async alone(_, piece) {
      done.push([piece]);
      return piece.toUpperCase();
    },
    ...parts,
  });
  return { done, perform };
}

describe('together', () => {
  it('does a single piece at once', async () => {
    const { done, perform } = noted();
    assert.equal(await perform(account, 'a'), 'A');
    assert.deepEqual(done, [[account, 'a']]);
  });

  it('does at once what is asked in one turn, at most so many, and answers each', async () => {
    const { done, perform } = noted();
    const pieces = ['a', 'b', 'c', 'd', 'e'];
    const answers = await Promise.all(pieces.map((piece) => perform(account, piece)));
    assert.deepEqual(answers, ['A', 'B', 'C', 'D', 'E']);
    assert.deepEqual(done, [
      [account, 'a', 'b', 'c'],
      [account, 'd', 'e'],
    ]);
  });

  it('does at once what came while others were done', async () => {
    const held = Promise.withResolvers<void>();
    const done: (readonly string[])[] = [];
    const { perform } = noted({
      async all(_, pieces) {
        if (done.push(pieces) === 1) await held.promise;
        return pieces;
      },
    });
    const first = perform(account, 'a');
    await Promise.resolve();
    const later = [perform(account, 'b'), perform(account, 'c')];
    held.resolve();
    assert.deepEqual(await Promise.all([first, ...later]), ['a', 'b', 'c']);
    assert.deepEqual(done, [['a'], ['b', 'c']]);
  });

  it('does nothing of two accounts at once', async () => {
    const { done, perform } = noted();
    await Promise.all([perform(account, 'a'), perform(other, 'b')]);
    assert.deepEqual(done.toSorted(), [
      [account, 'a'],
      [other, 'b'],
    ]);
  });

  it('does two of one name one after another', async () => {
    const { done, perform } = noted({ most: 9, nameOf: (piece) => piece.slice(0, 1) });
    await Promise.all(['a1', 'a2', 'b1', 'c1'].map((piece) => perform(account, piece)));
    assert.deepEqual(done, [
      [account, 'a1', 'b1', 'c1'],
      [account, 'a2'],
    ]);
  });

  it('does alone what could not be done with the others', async () => {
    const { done, perform } = noted({
      all: async (_, pieces) => pieces.map((piece) => (piece === 'b' ? undefined : 'together')),
    });
    const answers = await Promise.all([perform(account, 'a'), perform(account, 'b')]);
    assert.deepEqual([answers, done], [['together', 'B'], [['b']]]);
  });

  it('does one by one what failed together, and only the bad one fails', async () => {
    const bad = new Error('it is bad');
    const { perform } = noted({
      async all() {
        throw bad;
      },
      async alone(_, piece) {
        if (piece === 'bad') throw bad;
        return piece;
      },
    });
    const [good, failed] = await Promise.allSettled([
      perform(account, 'a'),
      perform(account, 'bad'),
    ]);
    assert.deepEqual(good, { status: 'fulfilled', value: 'a' });
    assert.deepEqual(failed, { status: 'rejected', reason: bad });
    assert.equal(await perform(account, 'b'), 'b');
  });

  it('does not try again where the store is away', async () => {
    const away = Object.assign(new Error('away'), { code: 'engine.unavailable' });
    const { done, perform } = noted({
      async all() {
        throw away;
      },
    });
    const both = await Promise.allSettled([perform(account, 'a'), perform(account, 'b')]);
    assert.deepEqual(
      both.map((each) => each.status),
      ['rejected', 'rejected'],
    );
    assert.deepEqual(done, []);
  });
});
