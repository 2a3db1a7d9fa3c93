// Predefined answers by need, on real records: tied to a need by hand, and learnt from the answers
// sent in conversations that agents named. Each denial beside its permission.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Records } from '@opportune/core/ports/records.ts';
import {
  type AccountId,
  type AnswerId,
  ConversationId,
  type NeedId,
  UserId,
} from '@opportune/protocol/ids.ts';
import { AnswerDraft } from '@opportune/protocol/rest/conversation/answers.ts';
import { testEngines, testLog } from '../adapter/engines.test-support.ts';
import { Refusal } from '../http/problem/refusal.ts';
import { createPredefinedAnswers, type PredefinedAnswers } from '../writing/answers/answers.ts';
import { openStage, type Stage } from './conversations.test-support.ts';
import { createNeeds, type Needs } from '../needs/needs.ts';

const tomas = UserId.parse('u-tomas');
const ines = UserId.parse('u-ines');

let records: Records;
let closeEngines: () => Promise<void>;
before(async () => {
  const engines = await testEngines();
  records = engines.records;
  closeEngines = () => engines.close();
});
after(() => closeEngines());

interface Desk {
  readonly stage: Stage;
  readonly needs: Needs;
  readonly answers: PredefinedAnswers;
  readonly account: AccountId;
  readonly refund: NeedId;
  readonly delivery: NeedId;
  add(shortcut: string, more?: { needs?: NeedId[]; owner?: UserId }): Promise<AnswerId>;
  /** A conversation with this need, in which these answers were sent. */
  talk(need: NeedId | null, ...sent: readonly AnswerId[]): Promise<ConversationId>;
  fitting(need: NeedId, reader?: UserId): Promise<readonly AnswerId[] | undefined>;
}

async function atDesk(run: (desk: Desk) => Promise<void>): Promise<void> {
  const stage = await openStage();
  const { account } = stage;
  const { store, clock, ids, schedule } = stage.use;
  const parts = { records, store, clock, ids, schedule, log: testLog() };
  const needs = createNeeds({
    ...parts,
    shownThen: async () => null,
    learn: async () => null,
  });
  const answers = createPredefinedAnswers(records, ids);
  await records.withAccount(account, async (sql) => {
    for (const user of [tomas, ines])
      await sql.run(
        `INSERT INTO users (account, id, email, name, role, room, created_at)
         VALUES ($1, $2, $2 || '@aldermoor.example', $2, 'agent', 3, now())`,
        [account, user],
      );
  });
  await (await stage.agent('tina', { room: 50 })).online();
  const drafted = ['Refund', 'Delivery'].map((name) => ({ name, skill: null }));
  const [refund, delivery] = (await needs.replace(account, { needs: drafted })).needs;
  assert.ok(refund !== undefined && delivery !== undefined);
  try {
    await run({
      ...{ stage, needs, answers, account, refund: refund.id, delivery: delivery.id },
      async add(shortcut, { needs: tied = [], owner } = {}) {
        const draft = { shortcut, title: shortcut, text: shortcut, needs: tied };
        return (await answers.create(account, owner ?? null, AnswerDraft.parse(draft))).id;
      },
      async talk(need, ...sent) {
        const talk = await stage.visitor().start('Hello');
        for (const answer of sent) await answers.used(account, tomas, answer, talk);
        if (need !== null) await needs.name(account, talk, tomas, need);
        return talk;
      },
      async fitting(need, reader = tomas) {
        const { needs: all } = await answers.byNeed(account, reader);
        return all.find((each) => each.need === need)?.answers;
      },
    });
  } finally {
    await needs.close();
    await stage.close();
  }
}

function refused(code: string): (error: unknown) => boolean {
  return (error) => error instanceof Refusal && error.problem.code === code;
}

describe('predefined answers by need', () => {
  test('[N8] a tie counts at once, only for needs on the list, and changes with the answer', () =>
    atDesk(async ({ account, needs, answers, refund, delivery, add, fitting }) => {
      assert.deepEqual(await answers.byNeed(account, tomas), { needs: [] });
      const money = await add('money', { needs: [refund, delivery, refund] });
      const kept = await answers.list(account, tomas);
      assert.deepEqual(kept[0]?.needs, [refund, delivery]);
      assert.deepEqual(await fitting(refund), [money]);
      await needs.replace(account, { needs: [{ id: refund, name: 'Refund', skill: null }] });
      assert.equal(await fitting(delivery), undefined);
      const untied = AnswerDraft.parse({ shortcut: 'money', title: 'Money', text: 'Money' });
      await answers.change(account, null, money, untied);
      assert.deepEqual(await answers.byNeed(account, tomas), { needs: [] });
    }));

  test('[N8] an answer sent in conversations about a need fits it once they are named', () =>
    atDesk(async ({ needs, account, refund, delivery, add, talk, fitting }) => {
      const [hello, track] = [await add('hello'), await add('track')];
      const money = await add('money', { needs: [refund] });
      for (let at = 0; at < 4; at += 1) await talk(refund, hello, money);
      const unnamed = [
        await talk(null, hello, track, track),
        await talk(null, hello, track),
        await talk(null, hello, track),
      ];
      assert.equal(await fitting(delivery), undefined);
      for (const each of unnamed) await needs.name(account, each, tomas, delivery);
      assert.deepEqual(await fitting(delivery), [track], 'a greeting fits nothing');
      assert.deepEqual(await fitting(refund), [money]);
      for (const each of unnamed) await needs.name(account, each, tomas, refund);
      assert.equal(await fitting(delivery), undefined, 'the last name counts');
    }));

  test('[N8] [N7] own answers fit only for their owner, and nobody can record a use of another’s answer', () =>
    atDesk(async ({ stage, account, answers, refund, add, talk, fitting }) => {
      const own = await add('own', { needs: [refund], owner: tomas });
      assert.deepEqual(await fitting(refund), [own]);
      assert.equal(await fitting(refund, ines), undefined);
      const here = await talk(refund, own);
      const missing = refused('request.not_found');
      await assert.rejects(answers.used(account, ines, own, here), missing);
      await assert.rejects(answers.used(account, tomas, own, ConversationId.parse('no')), missing);
      const other = await stage.anotherAccount();
      await assert.rejects(answers.used(other, tomas, own, here), missing);
      assert.deepEqual(await answers.byNeed(other, tomas), { needs: [] });
      const rows = (of: AccountId) =>
        records.withAccount(of, (sql) => sql.rows('SELECT answer FROM answer_uses'));
      assert.deepEqual(await rows(other), []);
      assert.deepEqual(await rows(account), [{ answer: own }]);
      await answers.remove(account, tomas, own);
      assert.deepEqual(await rows(account), [], 'uses go with the answer');
    }));
});
