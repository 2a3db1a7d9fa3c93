// A contact's message on its way to the desk: whose it is, under which id, and what a refusal means.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cardMasks } from '@opportune/core/masking/ways-in.ts';
import { createCrashStore } from '@opportune/core/sim/conversation-store-crash.test-support.ts';
import type { Item } from '@opportune/core/ports/channel.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import { AccountId, ChannelId, SkillId } from '@opportune/protocol/ids.ts';
import { converse, type ForDesk } from './converse.ts';

const account = AccountId.parse('a1');
const clock = { now: () => 5000 };
const item: Item = {
  ...{ type: 'message', key: 'message:m1', externalId: 'm1', address: 'ada', at: 1 },
  ...{ replyTo: null, token: null, automatic: false },
  from: { name: 'Ada', language: null, phone: null, vouched: true },
  content: { text: 'Where is it?', media: [], choice: null, location: null, unread: null },
};

function handled(given: Item, refused: ErrorCode = 'visitor.blocked') {
  const told: ForDesk[] = [];
  const store = createCrashStore({ sync: (done) => done(), keeps: () => true });
  const parts = {
    ...{ clock, conversations: store.open(), masks: cardMasks },
    skillOf: async () => SkillId.parse('orders'),
    async receive(_: AccountId, incoming: ForDesk) {
      told.push(incoming);
      return { refused };
    },
  };
  const item = { id: 'i1', channel: ChannelId.parse('c_1'), item: given, chosen: null };
  return { outcome: converse(parts, account, item), told };
}

test('[CU6] a message goes to the desk with its address, name and the skill of its channel', async () => {
  const { told, outcome } = handled(item);
  await outcome;
  const [first] = told;
  assert.deepEqual(first, {
    ...{ channel: 'c_1', address: 'ada', name: 'Ada', skill: 'orders' },
    message: {
      ...{ id: 'in_i1', author: { type: 'visitor' }, at: 5000 },
      body: { type: 'text', text: 'Where is it?' },
    },
  });
});

test('[CU6] what is no message has no place in a conversation', async () => {
  const { told, outcome } = handled({ key: 'k', address: 'ada', at: 1, type: 'opt-out' });
  assert.equal(await outcome, 'kept');
  assert.deepEqual(told, []);
});

test('[CU6] somebody who is blocked is heard by nobody', async () => {
  assert.equal(await handled(item, 'visitor.blocked').outcome, 'kept');
});

test('[IN5] what the desk has no room for comes again later', async () => {
  for (const refused of ['queue.full', 'server.overloaded'] as const)
    assert.equal(await handled(item, refused).outcome, 'later');
});
