import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { HeldBytes, type Holder } from '../held-bytes.ts';

describe('held bytes', () => {
  it('ends the largest of the payer who holds most, and no other', () => {
    const held = new HeldBytes(100);
    const ended: string[] = [];
    const begin = (payer: string, name: string): Holder => held.hold(payer, () => ended.push(name));
    begin('quiet', 'q').grow(45);
    const first = begin('flood', 'f1');
    first.grow(20);
    begin('flood', 'f2').grow(30);
    assert.deepEqual(ended, []);
    first.grow(8);
    assert.deepEqual(ended, ['f2']);
    assert.equal(held.sizeBytes, 73);
  });

  it('has its room again once holders are released, and releases once', () => {
    const held = new HeldBytes(10);
    const one = held.hold('a', () => assert.fail('there was room'));
    one.grow(10);
    one.release();
    one.release();
    assert.equal(held.sizeBytes, 0);
    held.hold('b', () => assert.fail('there was room')).grow(10);
  });

  it('ends one that alone is larger than the limit', () => {
    const held = new HeldBytes(10);
    let ended = 0;
    const one = held.hold('a', () => void ended++);
    one.grow(11);
    one.grow(11);
    assert.deepEqual([ended, held.sizeBytes], [1, 0]);
  });

  it('shares a further limit with others, where the payer of all who holds most loses first', () => {
    const all = new HeldBytes(100);
    const [bodies, files] = [new HeldBytes(80, all), new HeldBytes(80, all)];
    const ended: string[] = [];
    const body = bodies.hold('flood', () => ended.push('body'));
    body.grow(60);
    const file = files.hold('quiet', () => ended.push('file'));
    file.grow(30);
    assert.deepEqual([ended, all.sizeBytes], [[], 90]);
    file.grow(20);
    assert.deepEqual([ended, all.sizeBytes, bodies.sizeBytes], [['body'], 50, 0]);
    body.grow(60);
    assert.deepEqual([all.sizeBytes, bodies.sizeBytes, files.sizeBytes], [50, 0, 50]);
    file.grow(40);
    assert.deepEqual([ended, all.sizeBytes, files.sizeBytes], [['body', 'file'], 0, 0]);
  });

  it('does not end what has arrived and is being used, but counts it', () => {
    const all = new HeldBytes(100);
    const held = new HeldBytes(100, all);
    const whole = held.hold('a', () => assert.fail('it is being used'));
    whole.grow(90);
    whole.settle();
    let ended = 0;
    held.hold('b', () => void ended++).grow(20);
    assert.deepEqual([ended, held.sizeBytes, all.sizeBytes], [1, 90, 90]);
    whole.release();
    assert.equal(all.sizeBytes, 0);
  });

  it('never holds more than its limit, for any arrivals in any order', () => {
    const steps = fc.array(fc.tuple(fc.nat(5), fc.nat(40), fc.boolean()), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (all) => {
        const held = new HeldBytes(100);
        const holders = new Map<number, Holder>();
        for (const [payer, sizeBytes, released] of all) {
          const end = () => void holders.delete(payer);
          const holder = holders.get(payer) ?? held.hold(String(payer % 3), end);
          holders.set(payer, holder);
          holder.grow(sizeBytes);
          assert.ok(held.sizeBytes <= 100);
          if (!released) continue;
          holder.release();
          holders.delete(payer);
        }
      }),
    );
  });
});
