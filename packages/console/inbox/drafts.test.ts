// Drafts per conversation.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftLimit, parseDrafts, withDraft, type Drafts } from './drafts.ts';

const draft = (text: string, at = 0, note = false) => ({ text, at, note });

test('each conversation keeps its own draft, a note or a reply', () => {
  const two = withDraft(withDraft({}, 'a', draft('one')), 'b', draft('two', 1, true));
  assert.deepEqual(two, { a: draft('one'), b: draft('two', 1, true) });
});

test('an emptied draft is gone', () => {
  assert.deepEqual(withDraft({ a: draft('one'), b: draft('two') }, 'a', draft('')), {
    b: draft('two'),
  });
});

test('beyond the limit the oldest falls out', () => {
  let drafts: Drafts = {};
  for (let at = 0; at <= draftLimit; at += 1) drafts = withDraft(drafts, `c${at}`, draft('x', at));
  assert.equal(Object.keys(drafts).length, draftLimit);
  assert.equal(drafts['c0'], undefined);
  assert.ok(drafts[`c${draftLimit}`]);
});

test('what a browser kept is read back, and what is broken there is dropped', () => {
  assert.deepEqual(parseDrafts('{"a":{"text":"x","note":false,"at":1}}'), { a: draft('x', 1) });
  assert.deepEqual(parseDrafts('[1'), {});
  assert.deepEqual(parseDrafts('{"a":1}'), {});
});
