// That the bench of the engine measures the standard it names (DESIGN §9), and notices where it does not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSequences, checkVisitors } from './engine.ts';
import { standardThousand } from './standard-thousand.ts';

test('the standard visitor has five partial sequences of the standard thousand, not of a hundred', () => {
  checkSequences(standardThousand(1000));
  assert.throws(() => checkSequences(standardThousand(100)), /fewer partial sequences/);
});

test('the standard visitor has twenty events, fifty ids and two timers, with so many engagements', () => {
  checkVisitors(standardThousand(1000));
  assert.throws(() => checkVisitors(standardThousand(10)), /fewer timers/);
});
