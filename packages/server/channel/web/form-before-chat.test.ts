// Forms before the chat on a running desk: the questions, the known answers, and what the answers
// do. Each denial beside its permission.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Records } from '@opportune/core/ports/records.ts';
import { BeforeForm } from '@opportune/protocol/conversation/before.ts';
import { CampaignId, type ConversationId, DecisionId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { randomUUID } from 'node:crypto';
import { EngineError } from '../../adapter/engine-error.ts';
import { testEngines } from '../../adapter/engines.test-support.ts';
import { until } from '../../adapter/process/processes.test-support.ts';
import { openFields } from '../../testing/fields.test-support.ts';
import { messageId } from '../../testing/people.test-support.ts';
import { cardsWith, openStage, type Stage } from '../../testing/conversations.test-support.ts';
import type { ConversationParts } from '../../testing/conversation-features.test-support.ts';

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

/** A shop whose button and campaign ask the same form. */
async function onStage(
  run: (
    stage: Stage,
    of: {
      readonly label: string;
      readonly ask: (form: BeforeForm) => void;
      /** Fails to store the next fields, for this reason. */
      readonly fail: (reason: Error) => void;
      readonly keeps: () => number;
    },
  ) => Promise<void>,
  asks = true,
): Promise<void> {
  const held: { form: BeforeForm | null } = { form: null };
  const keep: { asking?: ConversationParts['keep']; failure?: Error | undefined; tried: number } = {
    tried: 0,
  };
  const stage = await openStage({
    cards: cardsWith((_visitor, { decision: made }) => ({
      name: 'Mia Claimed',
      origin:
        made === undefined || made.startsWith('trial.')
          ? null
          : {
              ...{ campaign: CampaignId.parse('c'), campaignName: 'Help', before: held.form },
              ...{ skill: null, invitation: null },
            },
      trialForm: made === 'trial.d2' ? held.form : null,
    })),
    ordersOf: async () => ['A-7', 'A-6'],
    ofSite: async () => held.form && { asked: held.form, written: held.form },
    keep: async (...of) => {
      keep.tried += 1;
      const { failure } = keep;
      keep.failure = undefined;
      if (failure !== undefined) throw failure;
      await keep.asking?.(...of);
    },
  });
  const { labels, keep: keepFields } = openFields(records, stage.use);
  const holds = { type: 'choice' as const, choices: ['An order', 'Advice'] };
  const lists = await labels.replace(stage.account, { fields: [{ name: 'Topic', holds }] });
  const label = lists.fields[0]?.id ?? '';
  keep.asking = keepFields;
  held.form = asks ? formWith(label) : null;
  try {
    await (await stage.agent('ada')).online();
    await run(stage, {
      label,
      ask: (form) => (held.form = form),
      fail: (failure) => (keep.failure = failure),
      keeps: () => keep.tried,
    });
  } finally {
    await stage.close();
  }
}

test('[PF3] the form comes with the visitor’s known answers, and without a form there are none', async () => {
  await onStage(async (stage) => {
    const visitor = stage.visitor();
    for (const from of [{}, { decision }]) {
      const request = randomUUID();
      await visitor.send({ type: 'chat.before', request, ...from });
      const { form, known } = await visitor.inbox.next('chat.before', (f) => f.request === request);
      assert.equal(form?.fields.length, 4);
      assert.deepEqual(known, { who: 'Mia Claimed', number: 'A-7' });
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
    const { labels } = openFields(records, stage.use);
    const had = await labels.of(stage.account, conversation.id);
    assert.deepEqual(had.fields, { [label]: 'An order' });
  }));

for (const type of ['chat.start', 'chat.leave'] as const) {
  const begin = () => ({
    ...({ type, request: 'r1', decision, address: 'bo@example.com' } as const),
    before: { id: messageId(), values: { topic: 'order', number: 'A-7' } },
    message: { id: messageId(), text: 'Where is it?' },
  });
  const fieldsOf = async ({ use, account }: Stage, conversation: ConversationId) =>
    (await openFields(records, use).labels.of(account, conversation)).fields;

  test(`[PF4] fields that fail while the database is away are stored when it is back: ${type}`, () =>
    onStage(async (stage, { label, fail, keeps }) => {
      const visitor = stage.visitor();
      fail(new EngineError('engine.unavailable'));
      const sent = visitor.send(begin());
      while (keeps() === 0) await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
      assert.ok(
        !visitor.inbox.frames.some((frame) => frame.type === 'chat.state' && frame.request),
      );
      stage.advance(2_000);
      await sent;
      const { conversation } = await visitor.inbox.next('chat.state', (f) => f.request === 'r1');
      assert.deepEqual(await fieldsOf(stage, conversation.id), { [label]: 'An order' });
    }));

  test(`[PF4] fields that were not stored when the server stopped are stored when they are sent again: ${type}`, () =>
    onStage(async (stage, { label, fail, keeps }) => {
      const visitor = stage.visitor();
      const frame = begin();
      fail(new EngineError('engine.unavailable'));
      const sent = visitor.send(frame);
      while (keeps() === 0) await new Promise((resolve) => setImmediate(resolve));
      fail(new EngineError('engine.unavailable'));
      const stopped = stage.restart();
      while (keeps() === 1) {
        stage.advance(2_000);
        await new Promise((resolve) => setImmediate(resolve));
      }
      await Promise.all([sent, stopped]);
      await (await stage.agent('ada')).online();
      const back = stage.visitor(visitor.id);
      await back.send(frame);
      const { conversation } = await back.inbox.next('chat.state', (f) => f.request === 'r1');
      assert.deepEqual(await fieldsOf(stage, conversation.id), { [label]: 'An order' });
    }));

  test(`[PF5] fields that always fail keep nobody out: ${type}`, () =>
    onStage(async (stage, { fail }) => {
      const visitor = stage.visitor();
      fail(new Error('a field is broken'));
      await visitor.send(begin());
      const { conversation } = await visitor.inbox.next('chat.state', (f) => f.request === 'r1');
      assert.deepEqual(await fieldsOf(stage, conversation.id), {});
    }));

  test(`[PF4] repeated answers undo nothing that an agent set, and different answers change nothing: ${type}`, () =>
    onStage(async (stage, { label }) => {
      const visitor = stage.visitor();
      const frame = begin();
      await visitor.send(frame);
      const { conversation } = await visitor.inbox.next('chat.state', (f) => f.request === 'r1');
      const other = { ...frame, before: { ...frame.before, values: { topic: 'advice' } } };
      await visitor.send(other);
      assert.deepEqual(await fieldsOf(stage, conversation.id), { [label]: 'An order' });
      await records.withAccount(stage.account, (sql) =>
        sql.run(
          `UPDATE conversation_labels SET value = '"Advice"', labelled_by = 'u-ada' WHERE conversation = $1`,
          [conversation.id],
        ),
      );
      await visitor.send(frame);
      assert.deepEqual(await fieldsOf(stage, conversation.id), { [label]: 'Advice' });
    }));
}

test('[PF4] [CS1] the answers given with a left message are in the case and fill its fields', () =>
  onStage(async (stage, { label }) => {
    const values = { topic: 'order', number: 'A-7', who: 'Anna' };
    const leave = (request: string, to: ConversationId | null) => ({
      type: 'chat.leave' as const,
      request,
      decision,
      address: 'anna@mail.example',
      before: { id: messageId(), values },
      message: { id: messageId(), text: to === null ? 'Where is it?' : 'I cannot wait.' },
    });
    const kept = openFields(records, stage.use).labels;
    const isCase = async (conversation: ConversationId) => {
      const record = await stage.store.load(stage.account, conversation);
      assert.deepEqual([record?.caseState, record?.replyTo], ['open', 'anna@mail.example']);
      const reading = { after: 0, limit: 9, notes: true };
      const said = await stage.store.after(stage.account, conversation, reading);
      assert.ok(said.some(({ body }) => body.type === 'text' && /Order: A-7/.test(body.text)));
      const had = await kept.of(stage.account, conversation);
      assert.deepEqual(had.fields, { [label]: 'An order' });
    };
    const visitor = stage.visitor();
    await visitor.send(leave('r1', null));
    const made = await visitor.inbox.next('chat.state', (f) => f.request === 'r1');
    await isCase(made.conversation.id);
    const record = await stage.store.load(stage.account, made.conversation.id);
    assert.deepEqual([record?.visitorName, record?.skill], ['Anna', 'returns']);
    // A waiting visitor leaves a message, so the same conversation becomes the case.
    await (await stage.agent('ada')).online();
    for (let n = 0; n < 3; n++) await stage.visitor().start('Taking room');
    const waiter = stage.visitor();
    const waiting = await waiter.start('Hello');
    await waiter.send(leave('r2', waiting));
    const left = await waiter.inbox.next('chat.state', (f) => f.request === 'r2');
    assert.deepEqual([left.conversation.id, left.conversation.status], [waiting, 'message']);
    await isCase(waiting);
  }));

test('[PF3] a trial has no campaign and gets its own form', () =>
  onStage(async (stage) => {
    const trial = DecisionId.parse('trial.d2');
    const asked = async (of: DecisionId, request: string) => {
      const visitor = stage.visitor();
      await visitor.send({ type: 'chat.before', request, decision: of });
      return (await visitor.inbox.next('chat.before', (f) => f.request === request)).form;
    };
    assert.equal((await asked(trial, 'r1'))?.fields.length, 4);
    assert.equal(await asked(DecisionId.parse('trial.other'), 'r2'), null);
    const visitor = stage.visitor();
    const values = { topic: 'advice' };
    const before = { id: messageId(), values };
    await visitor.send({ type: 'chat.start', request: 'r3', decision: trial, before });
    const { conversation } = await visitor.inbox.next('chat.state', (f) => f.request === 'r3');
    const record = await stage.store.load(stage.account, conversation.id);
    assert.deepEqual([record?.origin, record?.lastText], [null, 'About: Advice']);
  }));

test('[PF4] invalid answers are refused and begin nothing, and a card number is masked', () =>
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

test('[C3] [PF4] a repeated start gets the same answer, even if its form has changed', () =>
  onStage(async (stage, { ask }) => {
    const visitor = stage.visitor();
    const before = { id: messageId(), values: { topic: 'advice' } };
    const message = { id: messageId(), text: 'Hello' };
    const start = { type: 'chat.start', request: 'r1', before, message } as const;
    await visitor.send(start);
    const { conversation } = await visitor.inbox.next('chat.state', (f) => f.request === 'r1');
    const field = { type: 'text', id: 'size', label: 'Size', required: true };
    ask(BeforeForm.parse({ fields: [{ field }] }));
    visitor.inbox.frames.length = 0;
    await visitor.send(start);
    const again = await visitor.inbox.next('chat.state', (f) => f.request === 'r1');
    assert.equal(again.conversation.id, conversation.id);
    assert.equal((await visitor.inbox.next('chat.posted')).id, message.id);
    const reading = { after: 0, limit: 9, notes: true };
    const stored = await stage.store.after(stage.account, conversation.id, reading);
    const said = stored.filter(({ author }) => author.type === 'visitor');
    assert.equal(said.length, 2, 'answers and words, once each');
    await visitor.send({ ...start, request: 'r2' });
    const refused = await visitor.inbox.next('chat.refused', (f) => f.request === 'r2');
    assert.equal(refused.problem.code, 'message.answer_invalid');
  }));

test('[PF4] a second start that joins a conversation adds its answers: fields, name and address', () =>
  onStage(async (stage, { label }) => {
    const ada = await stage.agent('ada');
    const visitor = stage.visitor();
    const conversation = await visitor.start('From the first tab');
    await ada.until(conversation, ({ status }) => status === 'active');
    const values = { topic: 'order', number: 'A-7', who: 'Anna', mail: 'anna@mail.example' };
    const before = { id: messageId(), values };
    const message = { id: messageId(), text: 'From the second' };
    await stage.visitor(visitor.id).send({ type: 'chat.start', request: 'r2', before, message });
    const record = await stage.store.load(stage.account, conversation);
    assert.deepEqual([record?.visitorName, record?.replyTo], ['Anna', 'anna@mail.example']);
    const { clock, ids } = stage.use;
    const had = await openFields(records, { ids, clock }).labels.of(stage.account, conversation);
    assert.deepEqual(had.fields, { [label]: 'An order' });
    await ada.inbox.next(
      'conversation.changed',
      (each) => each.conversation.visitorName === 'Anna',
    );
  }));

test('[C22] [PF4] a visitor who leaves the queue is answered at the address from the form', () =>
  onStage(async (stage) => {
    for (let n = 0; n < 3; n++) await stage.visitor().start('Taking room');
    const visitor = stage.visitor();
    const values = { topic: 'order', number: 'A-7', mail: 'anna@mail.example' };
    await visitor.send({
      type: 'chat.start',
      request: 'r1',
      before: { id: messageId(), values },
    });
    const { conversation } = await visitor.inbox.next('chat.state', (f) => f.request === 'r1');
    assert.equal(conversation.status, 'waiting');
    visitor.leave();
    stage.advance(conversationLimits.visitorGraceMs);
    const back = stage.visitor(visitor.id);
    const over = async () =>
      (await back.opening()).find(
        ({ id, status }) => id === conversation.id && status !== 'waiting',
      );
    await until('it is over', async () => (await over()) !== undefined);
    const record = await stage.store.load(stage.account, conversation.id);
    assert.deepEqual(
      [record?.status, record?.caseState, record?.replyTo],
      ['message', 'open', 'anna@mail.example'],
    );
  }));
