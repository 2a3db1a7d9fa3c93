// What consoles learn of changes outside of the desk, over real sockets: the contact of a
// conversation, and the outcome of a message.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { deliveryChanged } from '@opportune/protocol/bus/deliveries.ts';
import { Delivery } from '@opportune/protocol/channel/delivery.ts';
import { ContactId } from '@opportune/protocol/ids.ts';
import { testEngines } from '../adapter/engines.test-support.ts';
import { openStage } from '../testing/conversations.test-support.ts';

const delivery = Delivery.parse({
  ...{ id: 'd1', message: 'm1', channel: 'sms', address: '+1', state: 'sent' },
  ...{ reason: null, detail: null, waits: null, attempts: 1, changedAt: 1 },
});

test('[CN7] only a console on which the conversation is open is told of a delivery', async () => {
  const stage = await openStage();
  try {
    const [ada, ben] = [await (await stage.agent('ada')).online(), await stage.agent('ben')];
    const conversation = await stage.visitor().start('Hello');
    ada.send({ type: 'conversation.resume', conversation, after: 0 });
    await ada.inbox.next('messages');
    const { use, account } = stage;
    publish(use.bus, deliveryChanged, { account, conversation, delivery });
    publish(use.bus, deliveryChanged, {
      ...{ account: await stage.anotherAccount(), conversation, delivery },
    });
    await ada.inbox.next('delivery.changed', (frame) => frame.conversation === conversation);
    for (const each of [ada, ben]) {
      each.send({ type: 'ping' });
      await each.inbox.next('pong');
    }
    const told = [ada, ben].map(
      ({ inbox }) => inbox.frames.filter(({ type }) => type === 'delivery.changed').length,
    );
    assert.deepEqual(told, [1, 0]);
  } finally {
    await stage.close();
  }
});

test('[CT6] every console hears whose an open conversation is now', async () => {
  const stage = await openStage();
  const { records, close } = await testEngines();
  try {
    const ada = await (await stage.agent('ada')).online();
    const id = await stage.visitor().start('Hello');
    const talk = await stage.store.load(stage.account, id);
    assert.ok(talk !== null);
    const contact = ContactId.parse('somebody');
    await records.withAccount(stage.account, async (sql) => {
      await sql.run('INSERT INTO contacts (account, id, created_at) VALUES ($1, $2, now())', [
        ...[stage.account, contact],
      ]);
      await sql.run('UPDATE conversations SET contact = $1', [contact]);
    });
    await stage.converse.moved(stage.account, [talk]);
    await ada.inbox.next(
      'conversation.changed',
      ({ conversation }) => conversation.id === id && conversation.contact === contact,
    );
  } finally {
    await stage.close();
    await close();
  }
});
