import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planVisitors } from '../plan.ts';
import { PLANNED_ARMS, playArms } from './plan-arms.test-support.ts';

test('[ST11] with three arms the gain shows as often between each two, whatever the horizon', (t) => {
  for (const planned of PLANNED_ARMS) {
    const { name, visitors, power, error } = playArms(planned, 400);
    t.diagnostic(
      `${name}: ${visitors} visitors, shows in ${power.toFixed(3)} ± ${error.toFixed(3)}`,
    );
    assert.ok(power >= 0.8 - 3 * error && power <= 0.92 + 3 * error, `${name}: ${power}`);
  }
});

test('[ST11] a horizon far from the needed one requires more visitors, a fitting one the fewest', () => {
  const question = {
    baseline: { type: 'rate', rate: 0.05 },
    ...{ gain: 0.2, alpha: 0.05, variants: [1], visitorsPerDay: 2_000 },
  } as const;
  const [own] = planVisitors(question, [2_000]);
  assert.ok(own?.visitors);
  const under = (horizonVisitors: number): number =>
    planVisitors({ ...question, horizonVisitors }, [2_000])[0]?.visitors ?? Infinity;
  assert.ok(Math.abs(under(own.visitors) - own.visitors) <= 1);
  assert.ok(under(own.visitors / 30) > 1.1 * own.visitors);
  assert.ok(under(own.visitors * 30) > 1.1 * own.visitors);
});
