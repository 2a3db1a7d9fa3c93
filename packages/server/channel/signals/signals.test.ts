// What contacts on a channel are shown of their agent: typing and read marks, at a provider over real HTTP.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { agentSignalled, type AgentSignalled } from '@opportune/protocol/bus/signals.ts';
import { until } from '../../adapter/process/processes.test-support.ts';
import { type Messaging, openMessaging } from '../messaging.test-support.ts';

let all: Messaging;
before(async () => {
  all = await openMessaging();
});
after(() => all.close());

const shownTo = (address: string) =>
  all.provider.signals
    .map((each): { to: string; type: string; on?: boolean; externalId?: string } =>
      JSON.parse(each),
    )
    .filter(({ to }) => to === address)
    .map(({ to: _, ...told }) => told);

async function talkOn(address: string) {
  const at = await all.account();
  const talk = await at.talkWith(address);
  const signal = (told: AgentSignalled['signal']): void =>
    publish(all.bus, agentSignalled, {
      ...{ account: at.account, conversation: talk.id, signal: told },
      at: { channel: at.channel, address },
    });
  const types = (on: boolean): void => signal({ type: 'typing', on });
  return { at, talk, types, signal };
}

test('[CH25] a contact is shown that an agent types, in order and not more often than every four seconds', async () => {
  const { types } = await talkOn('typed');
  for (let times = 0; times < 5; times += 1) types(true);
  types(false);
  await until('both are shown', () => shownTo('typed').length === 2);
  all.time.advance(4000);
  types(true);
  await until('it is shown again', () => shownTo('typed').length === 3);
  assert.deepEqual(
    shownTo('typed').map(({ on }) => on),
    [true, false, true],
  );
});

test('[CH25] what exceeds the budget of a channel is dropped, and another channel is not affected', async () => {
  const [flood, other] = [await talkOn('flooded'), await talkOn('quiet')];
  for (let times = 0; times < 100; times += 1) flood.types(false);
  other.types(true);
  await until('the other is shown', () => shownTo('quiet').length === 1);
  await until('some are shown', () => shownTo('flooded').length > 0);
  assert.ok(shownTo('flooded').length <= 20);
});

test('[CH25] a contact is shown which of their messages the agent has read', async () => {
  const { at, talk, signal } = await talkOn('read');
  const runner = all.run();
  const heard = async (externalId: string) => {
    const from = { name: null, language: null, phone: null, vouched: true };
    const content = { text: 'Hi', media: [], choice: null, location: null, unread: null };
    const rest = { replyTo: null, token: null, automatic: false, from, content } as const;
    await at.hear([{ type: 'message', address: 'read', at: all.time.now(), externalId, ...rest }]);
    const isIt = ({ item }: (typeof all.handled)[number]) =>
      item.type === 'message' && item.externalId === externalId;
    await until('it is handled', () => all.handled.some(isIt));
    const item = all.handled.find(isIt);
    assert.ok(item !== undefined);
    await talk.received(item);
  };
  await heard('m1');
  await talk.write('answer');
  await heard('m2');
  await runner.close();
  for (const through of [3, 4]) {
    signal({ type: 'read', through });
    await until('it is shown', () => shownTo('read').length === through - 2);
  }
  assert.deepEqual(shownTo('read'), [
    { type: 'read', externalId: 'm1' },
    { type: 'read', externalId: 'm2' },
  ]);
});

test('[CH25] a provider that does not answer delays no message', async () => {
  const { talk, types } = await talkOn('unanswered');
  all.provider.fail({ type: 'silent' });
  types(true);
  await until('it has left', () => shownTo('unanswered').length === 1);
  all.provider.heal();
  const runner = all.run();
  await talk.write('words');
  await talk.untilIt('sent');
  await runner.close();
});

test('[OI4] a contact who opted out is shown nothing', async () => {
  const [out, other] = [await talkOn('opted out'), await talkOn('opted in')];
  await out.at.hear([{ address: 'opted out', at: all.time.now(), type: 'opt-out' }]);
  out.types(true);
  other.types(true);
  await until('the other is shown', () => shownTo('opted in').length === 1);
  assert.deepEqual(shownTo('opted out'), []);
});
