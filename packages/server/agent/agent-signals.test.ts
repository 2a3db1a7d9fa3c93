// What agents do at the console that contacts on other channels may be shown: they type, and they read.
// A colleague who only looks on signals nothing.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import { type AgentSignalled, agentSignalled } from '@opportune/protocol/bus/signals.ts';
import { ChannelId } from '@opportune/protocol/ids.ts';
import { stages } from '../testing/conversations.test-support.ts';
import { messageId } from '../testing/people.test-support.ts';

const sms = ChannelId.parse('sms');
const rules = { reach: 'asynchronous', closesAfterMs: 3_600_000, places: { text: 1 } } as const;
const onStage = stages({ channels: async () => new Map([[sms, rules] as const]) });

test(
  '[CH25] typing and reading of the agent of a conversation are signalled, and nobody else’s',
  onStage(async ({ account, converse, use, agent }) => {
    const told: AgentSignalled['signal'][] = [];
    subscribe(use.bus, agentSignalled, ({ signal }) => told.push(signal));
    const ada = await (await agent('ada')).online();
    const body = { type: 'text', text: 'Where is it?' } as const;
    const received = await converse.receive(account, {
      ...{ channel: sms, address: randomUUID(), name: 'Bo', skill: null },
      message: { id: messageId(), author: { type: 'visitor' }, body, at: use.clock.now() },
    });
    assert.ok('record' in received);
    const { id: conversation } = received.record;
    await ada.until(conversation, ({ status }) => status === 'active');
    const eve = await agent('eve');
    for (const each of [eve, ada]) {
      each.send({ type: 'conversation.typing', conversation, typing: true });
      each.send({ type: 'conversation.received', conversation, through: 1 });
      each.send({ type: 'conversation.read', conversation, through: 1 });
      each.send({ type: 'ping' });
      await each.inbox.next('pong');
    }
    assert.deepEqual(told, [
      { type: 'typing', on: true },
      { type: 'read', through: 1 },
    ]);
  }),
);
