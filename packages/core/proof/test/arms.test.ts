import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { assignArm, inHoldout, plannedShares } from '../arms.ts';
import type { Arm, ArmPlan } from '../arms.ts';
import { bucket } from '../hash.ts';
import { seededRandom } from './random.test-support.ts';

/** 99.9 % of chi-square sums with 99 and with 7 degrees of freedom are below these. */
const CHI_SQUARE_99 = 148.2;
const CHI_SQUARE_7 = 24.3;

const PLAN: ArmPlan = {
  holdout: { salt: 'holdout', share: 1_000 },
  control: { salt: 'control', share: 2_000 },
  variants: [
    { id: 'a', share: 5_000 },
    { id: 'b', share: 5_000 },
  ],
  variantSalt: 'variant',
};

/** Typical ids: random ones, numbered ones, and ones that differ only in their last letter. */
const ID_STYLES: readonly ((index: number, random: () => number) => string)[] = [
  (_, random) => `v_${random().toString(36).slice(2)}${random().toString(36).slice(2)}`,
  (index) => String(index),
  (index) => `visitor-${String(index).padStart(12, '0')}`,
];

test('[ST1] a variant without a share, which an older period may have, is never drawn', () => {
  const none = { id: 'none', share: 0 };
  for (const variants of [
    [none, ...PLAN.variants],
    [...PLAN.variants, none],
    [none, { id: 'a', share: 10_000 }],
  ]) {
    const plan: ArmPlan = { ...PLAN, variants };
    for (let id = 0; id < 20_000; id++) {
      const arm = assignArm(plan, String(id));
      assert.ok(arm.type !== 'treatment' || arm.variant !== 'none', `${id}`);
    }
  }
});

test('[ST1] every salt spreads every style of id evenly over its buckets', () => {
  for (const style of ID_STYLES) {
    for (const salt of ['a', 'b', 'holdout-1', 'campaign_7f3a9c:control']) {
      const cells = count(100, ids(style, 60_000), (id) => Math.floor(bucket(salt, id) / 100));
      assert.ok(chiSquare(cells) < CHI_SQUARE_99, `${salt}: ${chiSquare(cells)}`);
    }
  }
});

test('[ST1] draws under two salts are independent, even if the salts are nearly equal', () => {
  const pairs = [
    ['holdout', 'control'],
    ['control', 'variant'],
    ['holdout', 'variant'],
    ['salt-1', 'salt-2'],
    ['1', '11'],
  ] as const;
  for (const style of ID_STYLES) {
    for (const [one, other] of pairs) {
      const cells = count(100, ids(style, 60_000), (id) => tenth(one, id) * 10 + tenth(other, id));
      assert.ok(chiSquare(cells) < CHI_SQUARE_99, `${one}, ${other}: ${chiSquare(cells)}`);
    }
  }
});

test('[ST1] holdout, control and variant are jointly independent', () => {
  for (const style of ID_STYLES) {
    const cells = count(8, ids(style, 60_000), (id) => {
      const halves = ['holdout', 'control', 'variant'].map((salt) => bucket(salt, id) >= 5_000);
      return halves.reduce((cell, upper) => cell * 2 + Number(upper), 0);
    });
    assert.ok(chiSquare(cells) < CHI_SQUARE_7, String(chiSquare(cells)));
  }
});

test('[ST1] each arm gets its planned share of visitors', () => {
  const everyone = ids(ID_STYLES[0], 100_000);
  const arms = everyone.map((visitorId) => nameOf(assignArm(PLAN, visitorId)));
  const expected = { holdout: 0.1, control: 0.9 * 0.2, a: 0.9 * 0.8 * 0.5, b: 0.9 * 0.8 * 0.5 };
  for (const [name, share] of Object.entries(expected)) {
    const seen = arms.filter((arm) => arm === name).length / arms.length;
    assert.ok(Math.abs(seen - share) < 4 * Math.sqrt((share * (1 - share)) / arms.length), name);
  }
});

test('[ST1] an optimising campaign has three arms, each with its planned share', () => {
  const everyone = ids(ID_STYLES[0], 100_000);
  const plan = { ...PLAN, always: { salt: 'always', share: 3_000 } };
  const arms = everyone.map((visitorId) => assignArm(plan, visitorId));
  const planned = plannedShares(plan);
  assert.ok(Math.abs(planned.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-12);
  for (const { arm, variant, share: ofAll } of planned) {
    const share = 0.9 * ofAll;
    const seen = arms.filter(
      (each) => each.type === arm && ('variant' in each ? each.variant : null) === variant,
    );
    const off = Math.abs(seen.length / arms.length - share);
    assert.ok(off < 4 * Math.sqrt((share * (1 - share)) / arms.length), `${arm} ${variant}`);
  }
});

test('[ST1] a campaign that starts to optimise moves visitors only from always to the third arm', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.nat(10_000), (visitorId, share) => {
      const before = assignArm(PLAN, visitorId);
      const after = assignArm({ ...PLAN, always: { salt: 'always', share } }, visitorId);
      if (after.type === 'optimise') {
        assert.deepEqual({ ...after, type: 'treatment' }, before);
        assert.notEqual(share, 10_000);
      } else assert.deepEqual(after, before);
      if (share === 0) assert.notEqual(after.type, 'treatment');
    }),
    { seed: 7, numRuns: 2_000 },
  );
});

test('[ST1] without a third arm the planned shares are those of control and the variants', () => {
  assert.deepEqual(plannedShares(PLAN), [
    { arm: 'control', variant: null, share: 0.2 },
    { arm: 'treatment', variant: 'a', share: 0.4 },
    { arm: 'treatment', variant: 'b', share: 0.4 },
  ]);
});

test('[ST1] a visitor keeps the arm, whatever is queried in between', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), (visitorId, others) => {
      const first = assignArm(PLAN, visitorId);
      for (const other of others) assignArm(PLAN, other);
      assert.deepEqual(assignArm(structuredClone(PLAN), visitorId), first);
    }),
    { seed: 3 },
  );
});

test('[ST1] raising a control or holdout share removes no visitor from it', () => {
  const share = fc.integer({ min: 0, max: 10_000 });
  fc.assert(
    fc.property(fc.uuid(), share, share, (visitorId, one, other) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      if (armWith(visitorId, { control: low }).type === 'control') {
        assert.equal(armWith(visitorId, { control: high }).type, 'control');
      }
      if (armWith(visitorId, { holdout: low }).type === 'holdout') {
        assert.equal(armWith(visitorId, { holdout: high }).type, 'holdout');
      }
    }),
    { seed: 4, numRuns: 2_000 },
  );
});

test('[ST1] a share of 0 includes nobody, a share of 10,000 everybody', () => {
  fc.assert(
    fc.property(fc.uuid(), (visitorId) => {
      assert.notEqual(armWith(visitorId, { holdout: 0, control: 0 }).type, 'holdout');
      assert.equal(armWith(visitorId, { holdout: 0, control: 0 }).type, 'treatment');
      assert.equal(armWith(visitorId, { holdout: 0, control: 10_000 }).type, 'control');
      assert.equal(armWith(visitorId, { holdout: 10_000, control: 10_000 }).type, 'holdout');
    }),
    { seed: 5 },
  );
});

test('[ST1] the holdout does not depend on any campaign', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.string({ minLength: 8 }), (visitorId, salt) => {
      const arm = assignArm({ ...PLAN, control: { salt, share: 5_000 } }, visitorId);
      assert.equal(arm.type === 'holdout', inHoldout(PLAN.holdout, visitorId));
    }),
    { seed: 6 },
  );
});

test('[ST1] moving the border between two variants moves no other visitors', () => {
  const moved = { ...PLAN, variants: variants(3_000, 2_000, 5_000) };
  const before = { ...PLAN, variants: variants(3_500, 1_500, 5_000) };
  for (const visitorId of ids(ID_STYLES[0], 5_000)) {
    const [was, is] = [nameOf(assignArm(before, visitorId)), nameOf(assignArm(moved, visitorId))];
    if (was !== is) assert.deepEqual([was, is], ['a', 'b']);
  }
});

test('[ST1] impossible shares are refused, those at the bounds are accepted', () => {
  const visitorId = 'v';
  const { control } = PLAN;
  for (const share of [-1, 10_001, 0.5, Number.NaN]) {
    assert.throws(() => assignArm({ ...PLAN, control: { ...control, share } }, visitorId));
  }
  for (const share of [0, 10_000]) {
    assert.doesNotThrow(() => assignArm({ ...PLAN, control: { ...control, share } }, visitorId));
  }
  assert.throws(() => assignArm({ ...PLAN, variants: variants(3_000, 3_000, 3_999) }, visitorId));
  assert.doesNotThrow(() =>
    assignArm({ ...PLAN, variants: variants(3_000, 3_000, 4_000) }, visitorId),
  );
  assert.throws(() => assignArm({ ...PLAN, variantSalt: control.salt }, visitorId));
});

function armWith(visitorId: string, shares: { control?: number; holdout?: number }): Arm {
  const plan = {
    ...PLAN,
    control: { ...PLAN.control, share: shares.control ?? PLAN.control.share },
    holdout: { ...PLAN.holdout, share: shares.holdout ?? PLAN.holdout.share },
  };
  return assignArm(plan, visitorId);
}

function variants(...shares: readonly number[]): ArmPlan['variants'] {
  return shares.map((share, index) => ({ id: 'abc'.charAt(index), share }));
}

function nameOf(arm: Arm): string {
  return arm.type === 'treatment' ? arm.variant : arm.type;
}

function tenth(salt: string, id: string): number {
  return Math.floor(bucket(salt, id) / 1_000);
}

function ids(style: (typeof ID_STYLES)[number] | undefined, howMany: number): readonly string[] {
  assert.ok(style);
  const random = seededRandom(11);
  return Array.from({ length: howMany }, (_, index) => style(index, random));
}

function count(
  cells: number,
  everyone: readonly string[],
  cellOf: (id: string) => number,
): readonly number[] {
  const counts = new Array<number>(cells).fill(0);
  for (const id of everyone) counts[cellOf(id)] = (counts[cellOf(id)] ?? 0) + 1;
  return counts;
}

function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, each) => sum + each, 0) / counts.length;
  return counts.reduce((sum, each) => sum + (each - expected) ** 2 / expected, 0);
}
