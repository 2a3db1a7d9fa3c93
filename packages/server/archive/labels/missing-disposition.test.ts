// Putting a wrap-up away if the account requires a disposition: refused without one, accepted with
// one.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Records } from '@opportune/core/ports/records.ts';
import { testEngines } from '../../adapter/engines.test-support.ts';
import { openStage } from '../../testing/conversations.test-support.ts';
import { createLabels } from './labels.ts';
import { createLacksDisposition } from './missing-disposition.ts';

let records: Records;
let closeEngines: () => Promise<void>;
before(async () => {
  const engines = await testEngines();
  records = engines.records;
  closeEngines = () => engines.close();
});
after(() => closeEngines());

test('[J3] if the account asks for a disposition, a wrap-up is put away only with one', async () => {
  const stage = await openStage({ lacksDisposition: createLacksDisposition(records) });
  try {
    const { account } = stage;
    const labels = createLabels(records, stage.use.ids, stage.use.clock);
    const ada = await (await stage.agent('ada')).online();
    const wrapUp = async () => {
      const conversation = await stage.visitor().start('Hello');
      await ada.until(conversation, ({ status }) => status === 'active');
      assert.equal(await ada.command({ type: 'conversation.end', conversation }), null);
      return conversation;
    };
    await labels.replace(account, { dispositionRequired: true });
    const unasked = await wrapUp();
    const end = (conversation: typeof unasked) =>
      ada.command({ type: 'conversation.end', conversation });
    assert.equal(await end(unasked), null, 'there is none to choose');
    const { dispositions } = await labels.replace(account, { dispositions: [{ name: 'Solved' }] });
    const asked = await wrapUp();
    assert.equal(await end(asked), 'conversation.disposition_missing');
    const disposition = dispositions[0]?.id;
    assert.ok(disposition !== undefined);
    await labels.change(account, asked, ada.user, { disposition });
    assert.equal(await end(asked), null);
  } finally {
    await stage.close();
  }
});

test('[J3] a conversation that is reopened during the check for its disposition continues', async () => {
  const lacks = createLacksDisposition(records);
  const [asked, found] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const stage = await openStage({
    async lacksDisposition(account, conversation) {
      asked.resolve();
      await found.promise;
      return lacks(account, conversation);
    },
  });
  try {
    const ada = await (await stage.agent('ada')).online();
    const conversation = await stage.visitor().start('Hello');
    await ada.until(conversation, ({ status }) => status === 'active');
    await ada.command({ type: 'conversation.end', conversation });
    const done = ada.command({ type: 'conversation.end', conversation });
    await asked.promise;
    const elsewhere = await stage.agent('ada');
    assert.equal(await elsewhere.command({ type: 'conversation.reopen', conversation }), null);
    found.resolve();
    assert.equal(await done, 'request.conflict');
    assert.equal((await stage.store.load(stage.account, conversation))?.status, 'active');
  } finally {
    await stage.close();
  }
});
