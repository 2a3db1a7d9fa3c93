// The engine bench measures the standard that it names (DESIGN §9), and notices if it does not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSequences, checkVisitors } from './engine.ts';
import { standardThousand } from './standard-thousand.ts';

test('the standard visitor has five partial sequences with a thousand engagements, not with a hundred', () => {
  checkSequences(standardThousand(1000));
  assert.throws(() => checkSequences(standardThousand(100)), /fewer partial sequences/);
});

test('the standard visitor has twenty events, fifty ids and two timers with a thousand engagements', () => {
  checkVisitors(standardThousand(1000));
  assert.throws(() => checkVisitors(standardThousand(10)), /fewer timers/);
});
