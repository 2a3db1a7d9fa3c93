// Which alerts sound, which notify, and when both are off.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { howToAlert, parseAlerts, usualAlerts, type AlertSettings } from './alert-rules.ts';

const on: AlertSettings = { ...usualAlerts, notify: true };
const noon = { state: 'online', minuteOfDay: 720 } as const;
const both = { sound: true, notify: true };
const nothing = { sound: false, notify: false };

test('[KB5] each happening has its own settings; the switches and zero volume override them', () => {
  assert.deepEqual(howToAlert(on, 'waits', noon), both);
  assert.deepEqual(howToAlert(on, 'message', noon), { sound: false, notify: true });
  assert.deepEqual(howToAlert({ ...on, sound: false }, 'waits', noon), { ...both, sound: false });
  assert.deepEqual(howToAlert({ ...on, volume: 0 }, 'waits', noon), { ...both, sound: false });
  assert.deepEqual(howToAlert(usualAlerts, 'waits', noon), { ...both, notify: false });
});

test('[KB5] quiet hours silence alerts, also across midnight, and end at the set minute', () => {
  const night = { ...on, quiet: { from: 22 * 60, until: 7 * 60 } };
  const at = (minuteOfDay: number) => howToAlert(night, 'waits', { ...noon, minuteOfDay });
  assert.deepEqual([at(22 * 60), at(0), at(7 * 60 - 1)], [nothing, nothing, nothing]);
  assert.deepEqual([at(7 * 60), at(22 * 60 - 1)], [both, both]);
  const lunch = { ...on, quiet: { from: 720, until: 780 } };
  assert.deepEqual(howToAlert(lunch, 'ring', noon), nothing);
  assert.deepEqual(howToAlert(lunch, 'ring', { ...noon, minuteOfDay: 780 }), both);
});

test('[KB5] an agent who is away is alerted only to rings, unless they turn that off', () => {
  const away = { ...noon, state: 'away' } as const;
  assert.deepEqual(howToAlert(on, 'waits', away), nothing);
  assert.deepEqual(howToAlert(on, 'ring', away), both);
  assert.deepEqual(howToAlert({ ...on, quietWhileAway: false }, 'waits', away), both);
});

test('[KB5] stored settings that cannot be read fall back to the defaults', () => {
  assert.deepEqual(parseAlerts('{"sound":1}'), usualAlerts);
  assert.deepEqual(parseAlerts(null), usualAlerts);
  assert.deepEqual(parseAlerts(JSON.stringify(on)), on);
});
