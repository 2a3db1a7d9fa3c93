// Forms before the chat on a running desk: what is asked, what is known, and what the answers come to.
// Each denial beside its permission.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Records } from '@opportune/core/ports/records.ts';
import { BeforeForm } from '@opportune/protocol/before.ts';
import { CampaignId, DecisionId } from '@opportune/protocol/ids.ts';
import { randomUUID } from 'node:crypto';
import { testEngines } from '../../adapter/engines.test-support.ts';
import { createGivenFields } from '../archive/given-fields.ts';
import { createLabels } from '../archive/labels.ts';
import { messageId } from '../converse-people.test-support.ts';
import { openStage, type Stage } from '../converse.test-support.ts';
import type { Asking } from '../seams.ts';

let records: Records;
let closeEngines: () => Promise<void>;
before(async () => {
  const engines = await testEngines();
  records = engines.records;
  closeEngines = () => engines.close();
});
after(() => closeEngines());

const decision = DecisionId.parse('d1');

function formWith(label?: string): BeforeForm {
  const options = [
    { id: 'order', text: 'An order' },
    { id: 'advice', text: 'Advice' },
  ];
  return BeforeForm.parse({
    fields: [
      {
        field: { type: 'choice', id: 'topic', label: 'About', required: true, options },
        skills: { order: 'returns' },
        ...(label === undefined ? {} : { label }),
      },
      {
        field: { type: 'text', id: 'number', label: 'Order', required: true },
        when: { field: 'topic', is: ['order'] },
        fact: 'order',
      },
      { field: { type: 'text', id: 'who', label: 'Name' }, fact: 'name' },
      { field: { type: 'email', id: 'mail', label: 'E-mail' }, fact: 'email' },
    ],
  });
}

/** A shop whose button asks; its campaign asks the same. */
async function onStage(
  run: (stage: Stage, of: { readonly label: string }) => Promise<void>,
  asks = true,
): Promise<void> {
  const held: { form: BeforeForm | null } = { form: null };
  const keep: { asking?: Asking['keep'] } = {};
  const stage = await openStage({
    origins: {
      of: () => ({ campaign: CampaignId.parse('c'), campaignName: 'Help', before: held.form }),
      nameOf: () => 'Mia Claimed',
      addressOf: () => null,
    },
    asking: {
      ofSite: async () => held.form,
      known: async () => ({ name: 'Anna Bell', order: 'A-7', email: '' }),
      keep: async (...of) => keep.asking?.(...of),
    },
  });
  const { clock, ids } = stage.use;
  const labels = createLabels(records, ids, clock);
  const holds = { type: 'choice' as const, choices: ['An order', 'Advice'] };
  const lists = await labels.replace(stage.account, { fields: [{ name: 'Topic', holds }] });
  const label = lists.fields[0]?.id ?? '';
  keep.asking = createGivenFields(records, clock);
  held.form = asks ? formWith(label) : null;
  try {
    await (await stage.agent('ada')).online();
    await run(stage, { label });
  } finally {
    await stage.close();
  }
}

test('[PF3] the form comes with what is known of the visitor; without one there is nothing', async () => {
  await onStage(async (stage) => {
    const visitor = stage.visitor();
    for (const from of [{}, { decision }]) {
      const request = randomUUID();
      await visitor.send({ type: 'chat.before', request, ...from });
      const { form, known } = await visitor.inbox.next('chat.before', (f) => f.request === request);
      assert.equal(form?.fields.length, 4);
      assert.deepEqual(known, { who: 'Anna Bell', number: 'A-7' });
      assert.doesNotMatch(JSON.stringify(form), /returns|label":"[0-9a-f]{8}-/);
    }
  });
  await onStage(async (stage) => {
    const visitor = stage.visitor();
    await visitor.send({ type: 'chat.before', request: 'r' });
    const { form, known } = await visitor.inbox.next('chat.before');
    assert.deepEqual([form, known], [null, {}]);
    await visitor.start('Hello');
  }, false);
});

test('[PF4] answers are the first message, name the visitor, fill fields and choose the skill', () =>
  onStage(async (stage, { label }) => {
    const visitor = stage.visitor();
    const values = { topic: 'order', number: 'A-7', who: 'Anna', mail: 'anna@mail.example' };
    const [answersId, id] = [messageId(), messageId()];
    await visitor.send({
      type: 'chat.start',
      request: 'r1',
      decision,
      before: { id: answersId, values },
      message: { id, text: 'Where is it?' },
    });
    const { conversation } = await visitor.inbox.next('chat.state', (f) => f.request === 'r1');
    assert.equal((await visitor.inbox.next('chat.posted')).id, id);
    const record = await stage.store.load(stage.account, conversation.id);
    assert.deepEqual(
      [record?.skill, record?.visitorName, record?.replyTo, record?.lastText],
      ['returns', 'Anna', 'anna@mail.example', 'Where is it?'],
    );
    const reading = { after: 0, limit: 9, notes: true };
    const [first, second] = await stage.store.after(stage.account, conversation.id, reading);
    assert.equal(first?.id, answersId);
    assert.equal(first.author.type, 'visitor');
    assert.ok(first.body.type === 'text' && first.body.content?.type === 'filled');
    assert.match(first.body.text, /About: An order\nOrder: A-7/);
    assert.ok(second?.body.type === 'text' && second.body.text === 'Where is it?');
    const { clock, ids } = stage.use;
    const had = await createLabels(records, ids, clock).of(stage.account, conversation.id);
    assert.deepEqual(had.fields, { [label]: 'An order' });
  }));

test('[PF4] answers that are not what is asked are refused, and nothing begins; a card is masked', () =>
  onStage(async (stage) => {
    const visitor = stage.visitor();
    const start = (request: string, values: Record<string, string | boolean>) =>
      visitor.send({ type: 'chat.start', request, before: { id: messageId(), values } });
    for (const [request, values] of [
      ['r1', {}],
      ['r2', { topic: 'order' }],
      ['r3', { topic: 'advice', mail: 'nobody' }],
    ] as const) {
      await start(request, values);
      const { problem } = await visitor.inbox.next('chat.refused', (f) => f.request === request);
      assert.equal(problem.code, 'message.answer_invalid');
    }
    assert.deepEqual(await visitor.opening(), []);
    await start('r4', { topic: 'order', number: '4111 1111 1111 1111' });
    const { conversation } = await visitor.inbox.next('chat.state', (f) => f.request === 'r4');
    const reading = { after: 0, limit: 9, notes: true };
    const stored = await stage.store.after(stage.account, conversation.id, reading);
    assert.doesNotMatch(JSON.stringify(stored), /4111 1111 1111 1111/);
  }));
