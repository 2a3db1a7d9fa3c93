// Offsets of time zones are asked of the platform once for as long as plans of call backs reach.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayMs, zoneOffsetMs } from '../local-time.ts';

const quarterMs = 15 * 60_000;
const now = Date.UTC(2026, 9, 20);

/** How often the platform is asked. */
function asked(work: () => void): number {
  const { formatToParts } = Intl.DateTimeFormat.prototype;
  let count = 0;
  Intl.DateTimeFormat.prototype.formatToParts = function (...of) {
    count += 1;
    return formatToParts.apply(this, of);
  };
  try {
    work();
  } finally {
    Intl.DateTimeFormat.prototype.formatToParts = formatToParts;
  }
  return count;
}

test('[CB1] the offsets of four weeks ahead and four weeks back are read once', () => {
  const zone = 'Europe/Vienna';
  const read = (): void => {
    for (let at = now - 28 * dayMs; at < now + 28 * dayMs; at += quarterMs) zoneOffsetMs(zone, at);
  };
  assert.ok(asked(read) > 5000);
  assert.equal(asked(read), 0);
  assert.equal(zoneOffsetMs(zone, now), 2 * 3_600_000);
  assert.equal(zoneOffsetMs(zone, now + 28 * dayMs), 3_600_000);
});
