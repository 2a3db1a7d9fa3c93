// A frame of a visitor on its way in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VisitorFrame } from '@opportune/protocol/frames-visitor.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { maskedChat } from './masked-frames.ts';

const account = AccountId.parse('acme');
const id = '4a1b2c3d-4111-4111-8111-111111111111';
const card = '4111 1111 1111 1111';

test('[MK9] a private value passes as it is, a message beside it does not', async () => {
  const given = VisitorFrame.parse({ type: 'chat.give', conversation: id, ask: id, value: card });
  const post = VisitorFrame.parse({ type: 'chat.post', conversation: id, id, text: card });
  assert.ok(given.type === 'chat.give' && post.type === 'chat.post');
  assert.deepEqual(await maskedChat({}, account, given), { frame: given });
  assert.deepEqual(await maskedChat({}, account, post), {
    frame: { ...post, text: '[•••• 1111]' },
  });
});
