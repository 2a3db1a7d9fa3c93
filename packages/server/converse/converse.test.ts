// A visitor and agents talk, over real sockets and a real database.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { messageId, openStage, type Stage } from './converse.test-support.ts';

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(() => stage.close());

test('[C1] a visitor starts, an online agent gets it, both read each other in one order', async () => {
  const ada = await (await stage.agent('ada')).online();
  const visitor = stage.visitor();
  const conversation = await visitor.start('Is this in stock?');
  await ada.until(conversation, ({ status, agent }) => status === 'active' && agent?.user === ada.user);
  ada.send({ type: 'conversation.resume', conversation, after: 0 });
  const page = await ada.inbox.next('messages', (frame) => frame.conversation === conversation);
  assert.deepEqual(page.messages.map(({ sequence, body }) => [sequence, body.type]), [[1, 'text'], [2, 'system']]);
  assert.equal(await ada.post(conversation, 'It is.'), 3);
  assert.equal(await visitor.post(conversation, 'Thank you'), 4);
  await ada.inbox.next('message', ({ message }) => message.sequence === 4);
  await visitor.inbox.next('chat.messages', ({ messages }) => messages.some(({ sequence }) => sequence === 4));
  assert.deepEqual(visitor.messages(conversation).map(({ sequence }) => sequence), [1, 2, 3, 4]);
  await ada.command({ type: 'conversation.end', conversation });
  await ada.command({ type: 'conversation.end', conversation });
  await ada.disconnect();
  stage.advance(30_000);
});
