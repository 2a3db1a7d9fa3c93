// What may be said of call backs in the settings.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CallbackSettings } from '@opportune/protocol/rest/conversation/callbacks.ts';

const rules = { on: true, perAgent: 1, retries: [], aheadDays: 7, skills: null, texts: true };
const saved = (ways: readonly string[]) => CallbackSettings.safeParse({ ...rules, ways }).success;

test('[CB9] settings name one or both ways, each once', () => {
  assert.deepEqual([saved(['browser']), saved(['telephone', 'browser'])], [true, true]);
  assert.deepEqual([saved([]), saved(['browser', 'browser'])], [false, false]);
  assert.equal(saved(Array.from({ length: 10_000 }, () => 'browser')), false);
});
