import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TimerWheel } from '../timer-wheel.ts';

test('[W2] timers fire at their instant, in order, however far ahead they are', () => {
  const wheel = new TimerWheel<string>(1000);
  wheel.add('late', 90_000_000_000);
  wheel.add('soon', 1001);
  wheel.add('past', 5);
  wheel.add('same', 1001);
  assert.deepEqual(wheel.due(1000), ['past']);
  assert.deepEqual(wheel.due(1001), ['soon', 'same']);
  assert.deepEqual(wheel.due(89_999_999_999), []);
  assert.deepEqual(wheel.due(90_000_000_000), ['late']);
  assert.equal(wheel.size, 0);
});

test('[W2] the wheel agrees with a sorted list under any adding, removing and querying', () => {
  const command = fc.oneof(
    fc.record({
      type: fc.constant('add' as const),
      key: fc.nat(20),
      ahead: fc.oneof(fc.nat(100), fc.nat(10_000), fc.nat(50_000_000)),
    }),
    fc.record({ type: fc.constant('remove' as const), key: fc.nat(20) }),
    fc.record({
      type: fc.constant('ask' as const),
      after: fc.oneof(fc.nat(5), fc.nat(5000), fc.nat(60_000_000)),
    }),
  );
  fc.assert(
    fc.property(fc.nat(1_000_000_000), fc.array(command, { maxLength: 60 }), (start, commands) => {
      const wheel = new TimerWheel<number>(start);
      const list = new Map<number, number>();
      let now = start;
      for (const each of commands) {
        if (each.type === 'add') {
          wheel.add(each.key, now + each.ahead);
          list.set(each.key, now + each.ahead);
        } else if (each.type === 'remove') {
          assert.equal(wheel.remove(each.key), list.delete(each.key));
        } else {
          now += each.after;
          const due = wheel.due(now);
          const expected = [...list].filter(([, at]) => at <= now);
          assert.deepEqual(
            due.map((key) => list.get(key)),
            expected.map(([, at]) => at).sort((a, b) => a - b),
          );
          assert.deepEqual(new Set(due), new Set(expected.map(([key]) => key)));
          for (const key of due) list.delete(key);
        }
        assert.equal(wheel.size, list.size);
      }
    }),
    { seed: 11, numRuns: 500 },
  );
});
