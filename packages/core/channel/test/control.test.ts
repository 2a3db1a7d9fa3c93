// Which app of the business has a conversation, by what its transcript says.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import { heldBy } from '../control.ts';

type Said = Pick<Message, 'author' | 'body'>;
const wrote = (standby?: true): Said => ({
  author: { type: 'visitor' },
  body: { type: 'text', text: 'Hello', ...(standby && { standby }) },
});
const control = (what: 'given' | 'taken' | 'wanted' | 'took' | 'asked' | 'passed'): Said => ({
  author: { type: 'system' },
  body: { type: 'aside', aside: { type: 'control', what, app: '7', by: null } },
});
const answer: Said = {
  author: { type: 'channel', name: 'Page', automatic: true },
  body: { type: 'text', text: 'I am a machine' },
};
const theirs = { here: false, app: '7' };

test('[PG3] the newest message that says so tells who has a conversation', () => {
  assert.deepEqual(heldBy([]), { here: true });
  assert.deepEqual(heldBy([wrote()]), { here: true });
  assert.deepEqual(heldBy([wrote(true), answer]), { here: false, app: null });
  assert.deepEqual(heldBy([wrote(true), control('asked')]), { here: false, app: null });
  assert.deepEqual(heldBy([wrote(), control('wanted')]), { here: true });
  for (const what of ['given', 'took'] as const)
    assert.deepEqual(heldBy([wrote(true), control(what)]), { here: true });
  for (const what of ['taken', 'passed'] as const)
    assert.deepEqual(heldBy([wrote(), control(what)]), theirs);
  assert.deepEqual(heldBy([control('taken'), wrote()]), { here: true });
});
