import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RankSet } from '../rank-set.ts';

test('A rank set agrees with a set of numbers and is iterated in ascending order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.boolean(), fc.nat(200))),
      fc.array(fc.oneof(fc.nat(200), fc.nat(9999)), { maxLength: 80 }),
      (changes, more) => {
        const ranks = new RankSet();
        const set = new Set<number>();
        for (const [adds, rank] of changes) {
          if (adds) ranks.add(rank);
          else ranks.delete(rank);
          if (adds) set.add(rank);
          else set.delete(rank);
        }
        const other = new RankSet();
        other.addAll(more);
        assert.deepEqual(
          shared(ranks, other),
          [...new Set(more)].filter((rank) => set.has(rank)).sort((one, two) => one - two),
        );
        ranks.addSet(other);
        for (const rank of more) set.add(rank);
        const walked: number[] = [];
        for (let rank = ranks.next(0); rank >= 0; rank = ranks.next(rank + 1)) walked.push(rank);
        assert.deepEqual(
          walked,
          [...set].sort((one, two) => one - two),
        );
        assert.ok(walked.every((rank) => ranks.has(rank)));
        ranks.clear();
        assert.equal(ranks.next(0), -1);
      },
    ),
    { seed: 5 },
  );
});

function shared(ranks: RankSet, other: RankSet): readonly number[] {
  const found: number[] = [];
  let rank = ranks.nextInBoth(other, 0);
  for (; rank >= 0; rank = ranks.nextInBoth(other, rank + 1)) found.push(rank);
  return found;
}
