// Private values on a real database and real sockets: who may ask and give, who sees what, and for
// how long.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { privateLimits } from '@opportune/protocol/conversation/private.ts';
import { messageId } from '../../testing/people.test-support.ts';
import { type Stage, stages } from '../../testing/conversations.test-support.ts';

const onStage = stages();
const card = '4111 1111 1111 1111';

async function talking(stage: Stage) {
  const ada = await (await stage.agent('p-ada')).online();
  const visitor = stage.visitor();
  const conversation = await visitor.start('Hello');
  await visitor.inbox.next('chat.state', ({ conversation: { agent } }) => agent !== null);
  const asking = (label = 'Passphrase', kind: 'text' | 'number' | 'date' = 'text') => {
    const ask = messageId();
    ada.send({ type: 'private.ask', request: ask, conversation, ask, label, kind });
    return ask;
  };
  return { ada, visitor, conversation, asking };
}

describe('a private value', () => {
  test(
    '[MK9] goes only to the asker, unchanged, and the transcript shows only what was asked for',
    onStage(async (stage) => {
      const { ada, visitor, conversation, asking } = await talking(stage);
      const ben = await stage.agent('p-ben');
      ben.send({ type: 'conversation.resume', conversation, after: 0 });
      await ben.inbox.next('messages');
      const ask = asking(`Passphrase ${card}`);
      const { asks } = await visitor.inbox.next('chat.asks');
      assert.deepEqual(asks, [{ ask, label: 'Passphrase [•••• 1111]', kind: 'text' }]);
      await visitor.send({ type: 'chat.give', conversation, ask, value: card });
      const given = await ada.inbox.next('private.value', ({ status }) => status === 'given');
      assert.equal(given.value, card);
      const { message } = await ben.inbox.next('message', ({ message: { id } }) => id === ask);
      assert.deepEqual(message.body, {
        type: 'system',
        note: { type: 'private-given', label: 'Passphrase [•••• 1111]' },
      });
      assert.ok(!JSON.stringify(ben.inbox.frames).includes(card));
      assert.ok(!JSON.stringify(visitor.inbox.frames).includes(card));
    }),
  );

  test(
    '[MK9] is not asked for in somebody else’s conversation, and not taken of a wrong kind',
    onStage(async (stage) => {
      const { ada, visitor, conversation, asking } = await talking(stage);
      const ben = await stage.agent('p-cy');
      ben.send({
        ...{ type: 'private.ask', request: 'r', conversation, ask: messageId() },
        ...{ label: 'x', kind: 'text' },
      });
      const refused = await ben.inbox.next('problem');
      assert.equal(refused.problem.code, 'conversation.not_yours');
      const ask = asking('Born', 'date');
      await visitor.inbox.next('chat.asks');
      for (const value of ['yesterday', '1990-02-30']) {
        visitor.inbox.frames.length = 0;
        await visitor.send({ type: 'chat.give', conversation, ask, value });
        assert.equal((await visitor.inbox.next('chat.refused')).problem.code, 'request.invalid');
      }
      const stranger = stage.visitor();
      await stranger.send({ type: 'chat.give', conversation, ask, value: '1990-02-03' });
      assert.equal((await stranger.inbox.next('chat.refused')).problem.code, 'request.not_found');
      await visitor.send({ type: 'chat.give', conversation, ask, value: '1990-02-03' });
      await ada.inbox.next('private.value', ({ value }) => value === '1990-02-03');
    }),
  );

  test(
    '[MK10] lasts ten minutes from the question, over another connection of the agent',
    onStage(async (stage) => {
      const { visitor, conversation, asking } = await talking(stage);
      const ask = asking();
      await visitor.inbox.next('chat.asks');
      await visitor.send({ type: 'chat.give', conversation, ask, value: 'open' });
      const again = await stage.agent('p-ada');
      await again.inbox.next('private.value', ({ value }) => value === 'open');
      stage.advance(privateLimits.keptMs);
      const later = await stage.agent('p-ada');
      await later.inbox.next('rings.all');
      later.send({ type: 'ping' });
      await later.inbox.next('pong');
      assert.deepEqual(
        later.inbox.frames.filter(({ type }) => type === 'private.value'),
        [],
      );
      assert.equal(
        (await visitor.inbox.next('chat.asks', ({ asks }) => asks.length === 0)).type,
        'chat.asks',
      );
    }),
  );

  test(
    '[MK10] at most five are asked at once',
    onStage(async (stage) => {
      const { ada, asking } = await talking(stage);
      for (let asked = 0; asked < privateLimits.asks; asked++) asking();
      const ask = asking();
      const refused = await ada.inbox.next('problem', ({ request }) => request === ask);
      assert.equal(refused.problem.code, 'account.full');
    }),
  );
});
