// How a contact's text is stored: as a choice if an agent's message offered one, else as text.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cardsOnly, compileMask } from '@opportune/core/masking/mask.ts';
import type { Incoming } from '@opportune/core/ports/channel.ts';
import { Message, type MessageBody } from '@opportune/protocol/conversation/conversation.ts';
import { fileLine, incomingBody, namesOf } from './incoming-body.ts';

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

const textIn = (body: MessageBody | null) => (body?.type === 'text' ? body.text : '');

const nothing = { text: '', choice: null, location: null, unread: null };
const bodyOf = (
  content: Partial<Omit<Incoming, 'media'>>,
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
  test('is the one with the number that was sent', () =>
    assert.deepEqual(bodyOf({ text: '2' }, { chosen: { id: 'l' } }), large));

  test('is the one that was tapped', () =>
    assert.deepEqual(bodyOf({ choice: 'l', text: 'Large' }), large));

  test('is none if nothing was asked, or if it was not offered', () => {
    const two = { type: 'text', text: '2' };
    assert.deepEqual(bodyOf({ text: '2' }), two);
    assert.deepEqual(bodyOf({ text: '2' }, { chosen: { id: 'l' }, messages: [] }), two);
    assert.deepEqual(bodyOf({ choice: 'xl', text: 'Huge' }), { type: 'text', text: 'Huge' });
  });
});

test('[MK1] a card number is masked', () =>
  assert.doesNotMatch(JSON.stringify(bodyOf({ text: 'It is 4111 1111 1111 1111' })), /4111 1111/));

test('[CH13] an unreadable part is mentioned beside the text', () => {
  const body = bodyOf({ text: 'Look', unread: 'sticker' });
  assert.deepEqual(body, { type: 'text', text: 'Look\n[sticker]' });
});

test('a location becomes a line with its address', () => {
  const body = bodyOf({ location: { latitude: 52.5, longitude: 13.4 } });
  assert.ok(body?.type === 'text');
  assert.match(body.text, /^https:.*mlat=52\.5&mlon=13\.4$/);
});

test('[CU8] a file that is not kept is a line that leads there, masked', () => {
  const reference = 'https://a.example/4111111111111111/a%20plan.pdf?key=1';
  const lineOf = (name: string | null) => textIn(fileLine({ name, reference }, mask));
  assert.match(lineOf('plan'), /^plan: https:\/\/a\.example\//);
  assert.match(lineOf(null), /^https:\/\/a\.example\//);
  assert.doesNotMatch(lineOf(null), /4111111111111111/);
  const names = namesOf(
    [
      { name: '../plan', reference },
      { name: null, reference },
    ],
    mask,
  );
  assert.equal(textIn(names), 'plan\na plan.pdf');
});

test('an empty text is not a message', () => assert.equal(bodyOf({ text: ' ' }), null));

test('[CU8] the line of a file shows no credentials of its address', () => {
  const reference = 'https://ada:secret@files.example/a.txt';
  const line = fileLine({ name: 'a.txt', reference }, mask);
  assert.deepEqual(line, { type: 'text', text: 'a.txt: https://files.example/a.txt' });
});
