// Local times in the night with a repeated hour, and west of Greenwich.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localTime } from './local-words.ts';

test('[HI1] an hour that occurs twice is distinguished by its offset, and a day is the local one', () => {
  const hour = (iso: string, zone: string) => localTime(Date.parse(iso), zone, 'hour');
  assert.equal(hour('2026-10-25T00:00:00Z', 'Europe/Berlin'), '2026-10-25 02:00 +02:00');
  assert.equal(hour('2026-10-25T01:00:00Z', 'Europe/Berlin'), '2026-10-25 02:00 +01:00');
  assert.equal(hour('2026-01-01T03:00:00Z', 'America/St_Johns'), '2025-12-31 23:30 -03:30');
  assert.equal(hour('2026-01-01T03:00:00Z', 'UTC'), '2026-01-01 03:00 +00:00');
  assert.equal(localTime(Date.parse('2026-01-01T03:00:00Z'), 'America/Lima', 'day'), '2025-12-31');
});
