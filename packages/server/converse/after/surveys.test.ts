// What visitors are asked after a conversation, on a running desk and real PostgreSQL. Each denial
// beside its permission.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { SurveyAnswers } from '@opportune/protocol/after.ts';
import type { AfterSettings } from '@opportune/protocol/rest/after.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { openConversationStore } from '../../adapter/conversation-store-postgres.ts';
import { testEngines } from '../../adapter/engines.test-support.ts';
import type { Visitor } from '../converse-people.test-support.ts';
import { openStage, type Stage } from '../converse.test-support.ts';
import { type After, createAfter } from './after.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;
const all: AfterSettings = {
  survey: true,
  questions: { satisfaction: true, recommend: true, resolved: true, text: true },
};
const glad: SurveyAnswers = { satisfaction: 5, recommend: 9, resolved: true, text: 'Quick help' };

let engines: Awaited<ReturnType<typeof testEngines>>;
let afterwards: After;
before(async () => {
  engines = await testEngines();
  afterwards = createAfter(engines.records, openConversationStore(engines.records));
});
after(() => engines.close());

function onStage(settings: AfterSettings, run: (stage: Stage) => Promise<void>) {
  return async () => {
    const stage = await openStage({ after: afterwards });
    try {
      await afterwards.rules.change(stage.account, settings);
      await run(stage);
    } finally {
      await stage.close();
    }
  };
}

/** A conversation that an agent answered; the visitor ends it, which leaves the agent a wrap-up. */
async function over(stage: Stage, name: string) {
  const agent = await (await stage.agent(name)).online();
  const visitor = stage.visitor();
  const conversation = await visitor.start('The lamp flickers');
  await agent.until(conversation, (found) => found.status === 'active');
  await agent.post(conversation, 'We send another');
  await visitor.send({ type: 'chat.end', conversation });
  await agent.until(conversation, (found) => found.status === 'wrap-up');
  return { agent, visitor, conversation };
}

type Reply = 'chat.after' | 'chat.refused';

/** What the visitor's window is told next. */
async function reply(visitor: Visitor, send: () => Promise<void>) {
  const told = visitor.inbox.frames.length;
  await send();
  const fresh = visitor.inbox.frames.slice(told);
  return fresh.find((frame) =>
    (['chat.after', 'chat.refused'] as Reply[]).some((type) => type === frame.type),
  );
}

async function asked(visitor: Visitor, conversation: ConversationId) {
  const frame = await reply(visitor, () => visitor.send({ type: 'chat.after', conversation }));
  assert.equal(frame?.type, 'chat.after');
  return frame.survey;
}

/** Null where it was taken, else the code of the refusal. */
async function rated(visitor: Visitor, conversation: ConversationId, answers: SurveyAnswers) {
  const frame = await reply(visitor, () =>
    visitor.send({ type: 'chat.rate', conversation, answers }),
  );
  return frame?.type === 'chat.refused' ? frame.problem.code : null;
}

describe('a visitor whose conversation is over', () => {
  test(
    '[AF1] is asked from the wrap-up on, answers once, and may change it for an hour',
    onStage(all, async (stage) => {
      const { visitor, conversation } = await over(stage, 'af1-ada');
      assert.deepEqual(await asked(visitor, conversation), {
        questions: all.questions,
        answers: null,
        open: true,
      });
      assert.equal(await rated(visitor, conversation, glad), null);
      stage.advance(hourMs - minuteMs);
      assert.equal(await rated(visitor, conversation, { ...glad, satisfaction: 4 }), null);
      assert.equal((await asked(visitor, conversation))?.answers?.satisfaction, 4);
      stage.advance(minuteMs);
      assert.equal(await rated(visitor, conversation, glad), 'message.answered');
      assert.equal((await asked(visitor, conversation))?.open, false);
      const kept = await afterwards.surveys.of(stage.account, conversation);
      assert.deepEqual([kept?.satisfaction, kept?.text], [4, 'Quick help']);
      assert.ok(kept !== null && kept.changedAt - kept.answeredAt >= hourMs - minuteMs);
    }),
  );

  test(
    '[AF1] is not asked a day later, nor while it goes on, nor where nobody answered',
    onStage(all, async (stage) => {
      const { visitor, conversation } = await over(stage, 'af1-ben');
      stage.advance(24 * hourMs + minuteMs);
      assert.equal(await asked(visitor, conversation), null);
      assert.equal(await rated(visitor, conversation, glad), 'message.not_answerable');
      const agent = await (await stage.agent('af1-ben')).online();
      const other = stage.visitor();
      const going = await other.start('Hello');
      await agent.until(going, (found) => found.status === 'active');
      assert.equal(await asked(other, going), null);
      await other.send({ type: 'chat.end', conversation: going });
      assert.equal(await asked(other, going), null);
    }),
  );

  test(
    '[AF1] is not asked while another conversation of theirs is open',
    onStage(all, async (stage) => {
      const { agent, visitor, conversation } = await over(stage, 'af1-cid');
      const next = await visitor.start('One more thing');
      assert.notEqual(next, conversation);
      assert.equal(await asked(visitor, conversation), null);
      await agent.until(next, (found) => found.status === 'active');
      await visitor.send({ type: 'chat.end', conversation: next });
      assert.notEqual(await asked(visitor, conversation), null);
    }),
  );

  test(
    '[AF1] answers only what is asked, of their own conversation',
    onStage(
      { survey: true, questions: { ...all.questions, recommend: false, text: false } },
      async (stage) => {
        const { visitor, conversation } = await over(stage, 'af1-dan');
        const stranger = stage.visitor();
        assert.equal(await rated(stranger, conversation, glad), 'request.not_found');
        const nothing = { ...glad, satisfaction: null, resolved: null };
        assert.equal(await rated(visitor, conversation, nothing), 'message.empty');
        assert.equal(await rated(visitor, conversation, glad), null);
        const kept = await afterwards.surveys.of(stage.account, conversation);
        assert.deepEqual([kept?.recommend, kept?.text], [null, '']);
        const other = await stage.anotherAccount();
        assert.equal(await afterwards.surveys.of(other, conversation), null);
      },
    ),
  );

  test(
    '[AF1] has card numbers masked in what they write',
    onStage(all, async (stage) => {
      const { visitor, conversation } = await over(stage, 'af1-eva');
      const text = 'It was 4111 1111 1111 1111';
      assert.equal(await rated(visitor, conversation, { ...glad, text }), null);
      const kept = await afterwards.surveys.of(stage.account, conversation);
      assert.equal(kept?.text, 'It was [•••• 1111]');
    }),
  );

  test(
    '[AF1] is asked nothing where the account does not ask',
    onStage({ ...all, survey: false }, async (stage) => {
      const { visitor, conversation } = await over(stage, 'af1-fay');
      assert.equal(await asked(visitor, conversation), null);
      const unsaid = await afterwards.rules.of(await stage.anotherAccount());
      assert.equal(unsaid.survey, false);
    }),
  );
});
