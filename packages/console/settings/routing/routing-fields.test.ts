// The form of the routing rules: it saves what it shows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RoutingSettings, usualRouting } from '@opportune/protocol/rest/team/routing.ts';
import { OpeningHours } from '@opportune/protocol/rest/team/opening-hours.ts';
import { hoursOf, hoursTextsOf } from './hours-texts.ts';
import { fieldsOf, settingsOf } from './routing-fields.ts';

test('saving without a change stores the same settings', () => {
  const all = RoutingSettings.parse({
    mode: 'ring',
    stepS: 60,
    tiers: { attribute: 'tier', steps: { gold: 3, silver: 1, bronze: 1 } },
    fullValue: 250,
    hours: { week: { mon: [{ fromMinute: 540, untilMinute: 1440 }] }, closed: ['2026-12-25'] },
    reasons: ['Lunch', 'Training'],
  });
  for (const settings of [usualRouting, all])
    assert.deepEqual(settingsOf(fieldsOf(settings)), settings);
});

test('hours are spans separated by commas, and an invalid span cannot be saved', () => {
  const texts = hoursTextsOf(OpeningHours.parse({ week: {} }));
  assert.ok(texts !== null);
  const week = (mon: string) => hoursOf({ ...texts, week: { ...texts.week, mon } });
  assert.deepEqual(week('9:00 - 12:30,13:00–24:00')?.week.mon, [
    { fromMinute: 540, untilMinute: 750 },
    { fromMinute: 780, untilMinute: 1440 },
  ]);
  for (const wrong of ['9', '12:00-9:00', '09:60-10:00', '24:01-24:02'])
    assert.equal(week(wrong), undefined, wrong);
  assert.equal(hoursOf({ ...texts, closed: '25.12.2026' }), undefined);
  assert.equal(hoursOf(null), null);
});

test('tier values are split at commas in any case, and an empty number is not saved', () => {
  const fields = { ...fieldsOf(usualRouting), attribute: 'tier' };
  const tiers = settingsOf({ ...fields, tier1: ' Silver , ', tier3: 'Gold,VIP' })?.tiers;
  assert.deepEqual(tiers, { attribute: 'tier', steps: { silver: 1, gold: 3, vip: 3 } });
  assert.equal(settingsOf({ ...fields, stepS: Number.NaN }), null);
  assert.equal(settingsOf({ ...fields, fullValue: -1 }), null);
});
