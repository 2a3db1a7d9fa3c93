// What a contact's words come to: a choice where a message of an agent asked for one, else their words.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cardsOnly, compileMask } from '@opportune/core/masking/mask.ts';
import type { Incoming } from '@opportune/core/ports/channel.ts';
import { Message } from '@opportune/protocol/conversation/conversation.ts';
import { incomingBody } from './incoming-body.ts';

const mask = compileMask(cardsOnly);
const asked = Message.parse({
  conversation: 'c1',
  id: 'q1',
  sequence: 3,
  author: { type: 'agent', user: 'u1', name: 'Bea' },
  body: {
    type: 'text',
    text: 'Which size?',
    content: {
      type: 'replies',
      text: 'Which size?',
      replies: [
        { id: 's', text: 'Small' },
        { id: 'l', text: 'Large' },
      ],
    },
  },
  at: 1000,
});

const nothing = { text: '', media: [], choice: null, location: null, unread: null };
const bodyOf = (
  content: Partial<Incoming>,
  {
    chosen = null,
    messages = [asked],
  }: { chosen?: { id: string } | null; messages?: Message[] } = {},
) =>
  incomingBody(
    { ...nothing, ...content },
    { messages, mask, chosen: chosen && { ...chosen, message: asked.id } },
  );
const large = {
  type: 'text',
  text: 'Large',
  content: { type: 'chosen', id: 'l', text: 'Large' },
  to: 'q1',
};

describe('[CH5] a choice', () => {
  test('is the one that the number stood before', () =>
    assert.deepEqual(bodyOf({ text: '2' }, { chosen: { id: 'l' } }), large));

  test('is what was tapped', () => assert.deepEqual(bodyOf({ choice: 'l', text: 'Large' }), large));

  test('is none where nobody asked, or that was not offered', () => {
    const two = { type: 'text', text: '2' };
    assert.deepEqual(bodyOf({ text: '2' }), two);
    assert.deepEqual(bodyOf({ text: '2' }, { chosen: { id: 'l' }, messages: [] }), two);
    assert.deepEqual(bodyOf({ choice: 'xl', text: 'Huge' }), { type: 'text', text: 'Huge' });
  });
});

test('[MK1] a card number is masked', () =>
  assert.doesNotMatch(JSON.stringify(bodyOf({ text: 'It is 4111 1111 1111 1111' })), /4111 1111/));

test('[CH13] what could not be read is said beside the words', () => {
  const body = bodyOf({ text: 'Look', unread: 'sticker' });
  assert.deepEqual(body, { type: 'text', text: 'Look\n[sticker]' });
});

test('a place and a file are lines that lead there', () => {
  const media = [{ name: 'plan', reference: 'https://a.example/plan' }];
  const body = bodyOf({ location: { latitude: 52.5, longitude: 13.4 }, media });
  assert.ok(body?.type === 'text');
  assert.match(body.text, /^plan: https:\/\/a\.example\/plan\nhttps:.*mlat=52\.5&mlon=13\.4$/);
});

test('what says nothing is no message', () => assert.equal(bodyOf({ text: ' ' }), null));
