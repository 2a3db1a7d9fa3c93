import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FairRanks, Holding } from '../fair-ranks.ts';

function ranks(...held: readonly (readonly [thing: string, holder: string, bytes: number])[]) {
  const all = new FairRanks<string>(100);
  const holdings = new Map<string, Holding<string>>();
  for (const [thing, holder, bytes] of held) {
    const holding = new Holding(thing, holder, bytes);
    holdings.set(thing, holding);
    all.add(holding);
  }
  const of = (thing: string): Holding<string> => {
    const holding = holdings.get(thing);
    assert.ok(holding !== undefined);
    return holding;
  };
  /** In the order of eviction. */
  const going = (): string[] => {
    const gone: string[] = [];
    for (let first = all.first(); first !== null; first = all.first()) {
      gone.push(first.thing);
      all.remove(first);
    }
    return gone;
  };
  return { all, of, going };
}

test('the one unused longest goes first if no holder has more than the fair share', () => {
  const { all, of, going } = ranks(['a', 'x', 90], ['b', 'y', 10], ['c', 'z', 50]);
  all.use(of('a'));
  assert.deepEqual(going(), ['b', 'c', 'a']);
  assert.equal(all.sizeBytes, 0);
  assert.equal(all.count, 0);
});

test('those of the holder with most go first while that is more than the fair share', () => {
  const { going } = ranks(
    ['old', 'other', 50],
    ['1', 'flood', 60],
    ['2', 'flood', 60],
    ['3', 'flood', 60],
    ['lesser', 'large', 130],
  );
  // 180 of the flood, then the 130, then 120 of the flood; 60 is the fair share.
  assert.deepEqual(going(), ['1', 'lesser', '2', 'old', '3']);
});

test('a spared one goes only if no other is among the oldest of its holder', () => {
  const { all, of } = ranks(['a', 'x', 60], ['b', 'x', 60], ['c', 'x', 60], ['d', 'y', 10]);
  const sparing = (...spared: string[]) => all.first((thing) => spared.includes(thing))?.thing;
  assert.equal(sparing('a', 'd'), 'b');
  assert.equal(sparing('a', 'b', 'c'), 'a');
  for (const thing of ['a', 'b', 'c']) all.remove(of(thing));
  assert.equal(sparing('d'), 'd');
  all.remove(of('d'));
  assert.equal(sparing('d'), undefined);
});

test('a size that grows counts for its holder and in total', () => {
  const { all, of, going } = ranks(['a', 'x', 10], ['b', 'y', 10]);
  all.resize(of('b'), 101);
  assert.equal(all.sizeBytes, 111);
  assert.deepEqual(going(), ['b', 'a']);
});

test('what is added elsewhere is no longer here', () => {
  const { all, of } = ranks(['a', 'x', 10]);
  const other = new FairRanks<string>(100);
  other.add(of('a'));
  assert.equal(all.first(), null);
  assert.equal(all.sizeBytes, 0);
  assert.equal(other.first()?.thing, 'a');
});
