// What visitors are asked after a conversation, on a running desk and real PostgreSQL. Each denial
// beside its permission.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { SurveyAnswers } from '@opportune/protocol/conversation/after.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { messageId, type Visitor } from '../testing/people.test-support.ts';
import { afterStages, everything, over, refusalOf, whatFollows } from './followup.test-support.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;
const glad: SurveyAnswers = { satisfaction: 5, recommend: 9, resolved: true, text: 'Quick help' };

const onStage = afterStages();

async function asked(visitor: Visitor, conversation: ConversationId) {
  return (await whatFollows(visitor, conversation)).survey;
}

function rated(visitor: Visitor, conversation: ConversationId, answers: SurveyAnswers) {
  return refusalOf(visitor, { type: 'chat.rate', conversation, answers });
}

describe('a visitor whose conversation is over', () => {
  test(
    '[AF1] is asked from the wrap-up on, answers once, and may change the answer for an hour',
    onStage(everything, async (stage, afterwards) => {
      const { visitor, conversation } = await over(stage, 'af1-ada');
      assert.deepEqual(await asked(visitor, conversation), {
        questions: everything.questions,
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
    '[AF1] is not asked a day later, during the conversation, or if nobody answered',
    onStage(everything, async (stage) => {
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
    '[AF1] is not asked about a message that they left, answered and closed',
    onStage(everything, async (stage) => {
      const visitor = stage.visitor();
      const message = { id: messageId(), text: 'Is it blue?' };
      const address = 'bo@mail.example';
      await visitor.send({ type: 'chat.leave', request: 'r', address, message });
      const { id } = (await visitor.inbox.next('chat.state')).conversation;
      const now = stage.use.clock.now();
      const over = { status: 'ended', endedAt: now, answeredAt: now } as const;
      await stage.store.append(stage.account, id, [], { ...over, caseState: 'closed' });
      assert.equal(await asked(visitor, id), null);
      assert.equal(await rated(visitor, id, glad), 'message.not_answerable');
    }),
  );

  test(
    '[AF1] is not asked while another conversation of theirs is open',
    onStage(everything, async (stage) => {
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
      { ...everything, questions: { ...everything.questions, recommend: false, text: false } },
      async (stage, afterwards) => {
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
    onStage(everything, async (stage, afterwards) => {
      const { visitor, conversation } = await over(stage, 'af1-eva');
      const text = 'It was 4111 1111 1111 1111';
      assert.equal(await rated(visitor, conversation, { ...glad, text }), null);
      const kept = await afterwards.surveys.of(stage.account, conversation);
      assert.equal(kept?.text, 'It was [•••• 1111]');
    }),
  );

  test(
    '[AF1] is asked nothing if the account has no survey',
    onStage({ ...everything, survey: false }, async (stage, afterwards) => {
      const { visitor, conversation } = await over(stage, 'af1-fay');
      assert.equal(await asked(visitor, conversation), null);
      const unsaid = await afterwards.rules.of(await stage.anotherAccount());
      assert.equal(unsaid.survey, false);
    }),
  );
});
