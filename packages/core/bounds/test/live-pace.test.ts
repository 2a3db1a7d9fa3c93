import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LivePace } from '../live-pace.ts';

/** A pace, by a clock that a test sets. */
function paced() {
  const time = { now: 0 };
  const pace = new LivePace({ now: () => time.now });
  const note = (tookMs: number, times = 1): void => {
    for (let each = 0; each < times; each += 1) pace.note(tookMs);
  };
  return { pace, time, note };
}

describe('[JB13] the pace that leaves time for people who talk', () => {
  it('does not rest while nobody talks, or all are served in time', () => {
    const { pace, note } = paced();
    assert.equal(pace.restMs, 0);
    note(25, 1000);
    assert.equal(pace.restMs, 0);
  });

  it('rests longer with each late message, up to 150 ms, and less again with those in time', () => {
    const { pace, note } = paced();
    note(26);
    assert.equal(pace.restMs, 10);
    note(26);
    assert.equal(pace.restMs, 12.5);
    note(60, 100);
    assert.equal(pace.restMs, 150);
    note(5, 100);
    assert.ok(pace.restMs > 50 && pace.restMs < 60, `${pace.restMs} ms`);
    note(5, 1000);
    assert.equal(pace.restMs, 0);
  });

  it('settles where about one message in twenty-five is late', () => {
    const { pace, note } = paced();
    note(60, 10);
    const before = pace.restMs;
    for (let round = 0; round < 40; round += 1) {
      note(26);
      note(5, 22);
    }
    assert.ok(Math.abs(pace.restMs / before - 1) < 0.2, `${before} → ${pace.restMs} ms`);
  });

  it('rests no more 5 s after the last message', () => {
    const { pace, time, note } = paced();
    note(26);
    time.now = 5000;
    assert.equal(pace.restMs, 10);
    time.now = 5001;
    assert.equal(pace.restMs, 0);
  });
});
