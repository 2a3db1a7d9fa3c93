import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant } from './segment-call.ts';

test('[I12] a timestamp is read as its sender wrote it; what is none, or of a day that there is not, is left for admission to refuse', () => {
  const at = Date.UTC(2026, 1, 28, 9, 30);
  for (const text of ['2026-02-28T09:30:00Z', '2026-02-28T10:30:00.000+01:00'])
    assert.equal(instant(text), at);
  assert.equal(instant('2024-02-29'), Date.UTC(2024, 1, 29));
  for (const text of ['2026-02-30T09:30:00Z', '2026-02-29', '2026-04-31T00:00:00+02:00', 'soon'])
    assert.equal(instant(text), text);
});
