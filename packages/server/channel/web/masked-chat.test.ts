// Masking of a visitor's frame as it comes in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cardMasks } from '@opportune/core/masking/ways-in.ts';
import { compileMask } from '@opportune/core/masking/mask.ts';
import { VisitorFrame } from '@opportune/protocol/frames-visitor.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { maskedChat } from './masked-chat.ts';

const account = AccountId.parse('acme');
const id = '4a1b2c3d-4111-4111-8111-111111111111';
const card = '4111 1111 1111 1111';

test('[MK9] a private value passes unchanged, and a message beside it is masked', async () => {
  const given = VisitorFrame.parse({ type: 'chat.give', conversation: id, ask: id, value: card });
  const post = VisitorFrame.parse({ type: 'chat.post', conversation: id, id, text: card });
  assert.ok(given.type === 'chat.give' && post.type === 'chat.post');
  assert.deepEqual(await maskedChat(cardMasks, account, given), { frame: given });
  assert.deepEqual(await maskedChat(cardMasks, account, post), {
    frame: { ...post, text: '[•••• 1111]' },
  });
});

test('[MK3] an own pattern and IBANs are masked in a form, whatever its fields are named', async () => {
  const patterns = [
    { name: 'Customer', expression: 'CU-[0-9]+', replacement: '[customer]', events: false },
  ];
  const mask = compileMask({ ibans: true, patterns });
  const masks = { known: () => mask, of: async () => mask };
  for (const field of ['remark', 'id', 'type', 'url', 'to', 'kind', 'shape', 'lines', 'choice']) {
    const values = (text: string) => ({ [field]: text });
    const started = (text: string) =>
      VisitorFrame.parse({ type: 'chat.start', request: id, before: { id, values: values(text) } });
    const answered = (text: string) =>
      VisitorFrame.parse({
        ...{ type: 'chat.post', conversation: id, id, text: 'Form' },
        response: { to: id, values: values(text) },
      });
    for (const frame of [started, answered]) {
      const given = frame('CU-4711, DE89 3704 0044 0532 0130 00');
      assert.ok(given.type === 'chat.start' || given.type === 'chat.post');
      const expected = frame('[customer], [•••• 3000]');
      assert.deepEqual(await maskedChat(masks, account, given), { frame: expected }, field);
    }
  }
});

test('[CB3] a number that is to be called stays as it is, also where the account masks such numbers', async () => {
  const patterns = [
    { name: 'Number', expression: '[+][0-9]{7,15}', replacement: '***', events: false },
  ];
  const mask = compileMask({ ibans: true, patterns });
  const masks = { known: () => mask, of: async () => mask };
  const number = '+4930123456';
  const message = { id, text: `Call ${number}` };
  const frames = [
    VisitorFrame.parse({ type: 'chat.slots', request: id, number }),
    VisitorFrame.parse({
      ...{ type: 'chat.call-back', request: id, from: null, message },
      way: { type: 'telephone', number },
    }),
  ];
  for (const frame of frames) {
    assert.ok(frame.type === 'chat.slots' || frame.type === 'chat.call-back');
    const said = frame.type === 'chat.call-back' ? { message: { id, text: 'Call ***' } } : {};
    assert.deepEqual(await maskedChat(masks, account, frame), { frame: { ...frame, ...said } });
  }
});
