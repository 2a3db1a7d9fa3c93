// What webhooks are told of a conversation: what its contact and its agents see, and nothing that
// agents write to each other.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Written } from '@opportune/core/ports/conversation-store.ts';
import { Message, type MessageBody } from '@opportune/protocol/conversation/conversation.ts';
import { happeningsOf } from './happenings.ts';

const agent = { type: 'agent', user: 'u', name: 'Mara' };
function written(...bodies: readonly { body: MessageBody | object; repeat?: true }[]): Written {
  const messages = bodies.map(({ body, repeat = false }, at) => ({
    message: Message.parse({
      ...{ conversation: 'talk', id: `m${at}`, sequence: at + 1, author: agent, body, at },
    }),
    repeat,
  }));
  return { record: { id: 'talk' } as Written['record'], messages };
}
const typesOf = (of: Written) => happeningsOf(of).map(({ type }) => type);
const text = { type: 'text', text: 'Hello', content: null };
const system = (type: string) => ({
  body: { type: 'system', note: { type, agent: 'Mara', by: 'agent', from: 'Bea', to: 'Mara' } },
});

test('[WH2] a first message begins a conversation, and repeats are not told again', () => {
  assert.deepEqual(typesOf(written({ body: text }, { body: text, repeat: true })), [
    'conversation.started',
    'message.created',
  ]);
  assert.deepEqual(typesOf(written({ body: text, repeat: true })), []);
});

test('[WH2] notes and asides of agents are not told', () => {
  const aside = { type: 'aside', aside: { type: 'offered', by: 'Mara', agent: 'Bea' } };
  const of = written({ body: text }, { body: { type: 'note', text: 'secret' } }, { body: aside });
  assert.deepEqual(typesOf(of), ['conversation.started', 'message.created']);
  assert.ok(!JSON.stringify(happeningsOf(of)).includes('secret'));
});

test('[WH2] what a contact changes is told', () => {
  const changes = [
    { type: 'edited', message: 'm0', text: 'Hi' },
    { type: 'deleted', message: 'm0' },
    { type: 'reacted', message: 'm0', reaction: '👍' },
  ];
  const of = written(
    { body: text },
    ...changes.map((aside) => ({ body: { type: 'aside', aside } })),
  );
  assert.deepEqual(
    typesOf(of).slice(2),
    Array.from(changes, () => 'message.changed'),
  );
});

test('[WH2] changes of a conversation are told by their type', () => {
  const types = ['assigned', 'transferred', 'returned', 'ended', 'reopened', 'abandoned'];
  assert.deepEqual(typesOf(written(...types.map(system))).slice(1), [
    'conversation.assigned',
    'conversation.assigned',
    'conversation.ended',
    'conversation.reopened',
    'conversation.ended',
  ]);
});
