import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FairPlaces, type Leave } from '../fair-places.ts';

/** Takes places, and records in which order they were given. */
function open(places: number, keptForOthers: number) {
  const fair = new FairPlaces({ places, keptForOthers });
  const given: { readonly name: string; readonly leave: Leave }[] = [];
  const ask = (account: string | null, name: string = account ?? 'none') =>
    fair.take(account, (leave) => given.push({ name, leave }));
  const names = () => given.map(({ name }) => name);
  return { fair, given, ask, names };
}

describe('fair places', () => {
  it('gives a place at once while one is free', () => {
    const { ask, names, fair } = open(2, 0);
    ask('a');
    ask('a');
    ask('a');
    assert.deepEqual(names(), ['a', 'a']);
    assert.equal(fair.waiting, 1);
  });

  it('keeps places for others from an account that asks for all', () => {
    const { ask, names } = open(4, 1);
    for (let at = 0; at < 100; at++) ask('flood');
    assert.equal(names().length, 3);
    ask('other');
    assert.deepEqual(names().slice(3), ['other']);
  });

  it('gives all places to work of no account', () => {
    const { ask, names } = open(3, 1);
    for (let at = 0; at < 5; at++) ask(null);
    assert.equal(names().length, 3);
  });

  it('gives the next place to the account with the fewest, and to each its first', () => {
    const { ask, given, names } = open(3, 0);
    for (let at = 0; at < 10; at++) ask('flood', `f${at}`);
    ask('one', 'o1');
    ask('one', 'o2');
    ask('two', 't1');
    for (let at = 0; at < 4; at++) given[at]?.leave();
    assert.deepEqual(names(), ['f0', 'f1', 'f2', 'o1', 't1', 'f3', 'o2']);
  });

  it('gives no place to a cancelled request, and returns a place once', () => {
    const { ask, given, names, fair } = open(1, 0);
    ask('a', 'a1');
    const takeBack = ask('a', 'a2');
    ask('a', 'a3');
    takeBack();
    takeBack();
    given[0]?.leave();
    given[0]?.leave();
    assert.deepEqual(names(), ['a1', 'a3']);
    assert.equal(fair.waiting, 0);
  });

  it('has as many places after any use as before, and leaves nobody waiting for a free one', () => {
    const step = fc.record({
      account: fc.constantFrom('a', 'b', 'c', null),
      action: fc.constantFrom('ask', 'leave', 'take back'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const { fair, given, ask } = open(4, 1);
        const wishes: (() => void)[] = [];
        let left = 0;
        for (const { account, action } of steps) {
          if (action === 'ask') wishes.push(ask(account));
          else if (action === 'leave' && left < given.length) given[left++]?.leave();
          else if (action === 'take back') wishes.pop()?.();
          const held = given.length - left;
          assert.ok(held <= 4);
          if (fair.waiting > 0) assert.ok(held >= 3, 'a place is free that somebody may have');
        }
        while (left < given.length) given[left++]?.leave();
        assert.equal(fair.waiting, 0);
        for (let at = 0; at < 5; at++) ask(null);
        assert.equal(given.length - left, 4);
      }),
    );
  });
});
