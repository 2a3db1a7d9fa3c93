import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { drawn, drawOf, probabilities, withFloor } from '../exploration.ts';

const sum = (shares: readonly number[]): number => shares.reduce((all, share) => all + share, 0);

describe('[U14] chance among actions', () => {
  it('is shared between several actions and none by how likely each is the best', () => {
    const one = { net: 1, deviation: 1 };
    const [none = 0, first = 0, second = 0] = probabilities([one, one], 1, 0);
    // Of two draws with mean 1 and deviation 1, both are below 0 with probability Φ(−1)² = 0.0252.
    assert.ok(Math.abs(none - 0.0252) < 1e-3);
    assert.ok(Math.abs(first - second) < 1e-12);
    assert.ok(Math.abs(sum([none, first, second]) - 1) < 1e-12);
  });

  it('leaves each at least the floor, and the rest as it was', () => {
    const shares = withFloor([0.9, 0.1, 0], 0.02);
    assert.ok(Math.min(...shares) >= 0.02 - 1e-12);
    assert.ok(Math.abs(sum(shares) - 1) < 1e-12);
    assert.deepEqual(withFloor([1], 0.02), [1]);
  });

  it('draws each share in proportion to its size, the same for the same key', () => {
    const counts = [0, 0, 0];
    for (let at = 0; at < 3_000; at++) {
      const which = drawn([0.5, 0.3, 0.2], drawOf(`visitor-${at}`));
      counts[which] = (counts[which] ?? 0) + 1;
    }
    [0.5, 0.3, 0.2].forEach((share, at) =>
      assert.ok(Math.abs((counts[at] ?? 0) / 3_000 - share) < 0.03, String(counts)),
    );
    assert.equal(drawOf('visitor-1'), drawOf('visitor-1'));
  });
});
