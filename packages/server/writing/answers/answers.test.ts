// Predefined answers on real records: ownership, refusals, imports, and the values of variables.
// Each denial beside its permission.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Records } from '@opportune/core/ports/records.ts';
import { AccountId, AnswerId, ConversationId, SkillId, UserId } from '@opportune/protocol/ids.ts';
import { AnswerDraft, answerLimits } from '@opportune/protocol/rest/conversation/answers.ts';
import { randomUUID } from 'node:crypto';
import { testEngines } from '../../adapter/engines.test-support.ts';
import { Refusal } from '../../http/problem/refusal.ts';
import { untilOthersWait } from '../../testing/lock-waits.test-support.ts';
import { createPredefinedAnswers, type PredefinedAnswers } from './answers.ts';

const tomas = UserId.parse('u-tomas');
const ines = UserId.parse('u-ines');

let records: Records;
let answers: PredefinedAnswers;
let account: AccountId;
let other: AccountId;
let closeEngines: () => Promise<void>;

before(async () => {
  const engines = await testEngines();
  records = engines.records;
  closeEngines = () => engines.close();
  answers = createPredefinedAnswers(records, { next: () => randomUUID() });
  account = await addAccount();
  other = await addAccount();
});
after(() => closeEngines());

async function addAccount(): Promise<AccountId> {
  const id = AccountId.parse(`a-${randomUUID()}`);
  await records.withAccount(id, async (sql) => {
    await sql.run(
      "INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, '{}', '', now())",
      [id],
    );
    for (const user of [tomas, ines])
      await sql.run(
        `INSERT INTO users (account, id, email, name, role, room, created_at)
         VALUES ($1, $2, $3, $2, 'agent', 3, now())`,
        [id, user, `${user}@aldermoor.example`],
      );
  });
  return id;
}

function draft(shortcut: string, more: Partial<AnswerDraft> = {}): AnswerDraft {
  return AnswerDraft.parse({ shortcut, title: shortcut, text: `About ${shortcut}`, ...more });
}

function refused(code: string, path?: string): (error: unknown) => boolean {
  return (error) =>
    error instanceof Refusal &&
    error.problem.code === code &&
    (path === undefined || error.problem.path === path);
}

const shortcuts = async (of: AccountId, reader: UserId): Promise<string[]> =>
  (await answers.list(of, reader)).map(({ shortcut }) => shortcut);

describe('predefined answers', () => {
  test('[X1] shared ones are for every agent of the account, own ones for their owner', async () => {
    const shared = await answers.create(account, null, draft('hours'));
    const own = await answers.create(account, tomas, draft('mine'));
    assert.deepEqual([shared.own, own.own], [false, true]);
    assert.deepEqual(await shortcuts(account, tomas), ['hours', 'mine']);
    assert.deepEqual(await shortcuts(account, ines), ['hours']);
    assert.deepEqual(await shortcuts(other, tomas), []);
    const missing = refused('request.not_found');
    await assert.rejects(answers.change(account, ines, own.id, draft('mine')), missing);
    await assert.rejects(answers.change(account, null, own.id, draft('mine')), missing);
    await assert.rejects(answers.remove(account, ines, own.id), missing);
    await assert.rejects(answers.remove(other, null, shared.id), missing);
    await answers.change(account, tomas, own.id, draft('mine', { title: 'Renamed' }));
    await answers.remove(account, null, shared.id);
    assert.deepEqual(await shortcuts(account, tomas), ['mine']);
  });

  test('[X1] a shortcut is taken once for a skill and a language, in any letters', async () => {
    await answers.create(account, null, draft('returns'));
    const taken = refused('request.invalid', 'shortcut');
    await assert.rejects(answers.create(account, null, draft('Returns ')), taken);
    const german = await answers.create(account, null, draft('returns', { language: 'de' }));
    await assert.rejects(
      answers.create(account, null, draft('returns', { language: 'DE' })),
      taken,
    );
    await answers.create(account, null, draft('returns', { skill: SkillId.parse('sales') }));
    await answers.create(account, tomas, draft('returns'));
    await assert.rejects(answers.change(account, null, german.id, draft('returns')), taken);
    await answers.change(account, null, german.id, draft('returns', { language: 'de' }));
  });

  test('[X2] an unknown variable is refused, in an import with its entry', async () => {
    const unknown = draft('unknown', { text: 'Dear {{visitor.title}}' });
    await assert.rejects(answers.create(account, null, unknown), (error) => {
      assert.ok(error instanceof Refusal);
      assert.match(error.problem.message, /\{\{visitor\.title\}\}/);
      return error.problem.path === 'text';
    });
    await assert.rejects(
      answers.import(account, ines, [draft('fine'), unknown]),
      refused('request.invalid', 'answers.1.text'),
    );
    assert.ok(!(await shortcuts(account, ines)).includes('fine'), 'all or nothing');
    assert.ok(await answers.create(account, ines, draft('fine', { text: '{{visitor.name}}' })));
  });

  test('[X5] an import adds new answers and replaces existing ones', async () => {
    const of = await addAccount();
    await answers.create(of, null, draft('hours', { text: 'Nine to five' }));
    const drafts = [
      draft('hours', { text: 'Ten to six', folder: ' Shop / Times ' }),
      draft('fees'),
    ];
    assert.deepEqual(await answers.import(of, null, drafts), { added: 1, replaced: 1 });
    const kept = await answers.list(of, tomas);
    assert.deepEqual(
      kept.map(({ shortcut, text, folder }) => [shortcut, text, folder]),
      [
        ['fees', 'About fees', ''],
        ['hours', 'Ten to six', 'Shop/Times'],
      ],
    );
  });

  test('[OP4] a use of an answer that is being removed is refused', async () => {
    const shared = await answers.create(account, null, draft('leaving'));
    const conversation = ConversationId.parse('leaving');
    const insert = `INSERT INTO conversations
        (account, id, channel, contact, address, visitor_name, status, started_at, queued_at, last_at)
      VALUES ($1, $2, 'web', 'bo', 'v', '', 'ended', now(), now(), now())`;
    await records.withAccount(account, async (sql) => {
      await sql.run("INSERT INTO contacts (account, id, created_at) VALUES ($1, 'bo', now())", [
        account,
      ]);
      await sql.run(insert, [account, conversation]);
    });
    const { use } = await records.withAccount(account, async (sql) => {
      await sql.run('DELETE FROM predefined_answers WHERE id = $1', [shared.id]);
      const using = answers.used(account, tomas, shared.id, conversation);
      const refusing = assert.rejects(using, refused('request.not_found'));
      await untilOthersWait(records, sql);
      return { use: refusing };
    });
    await use;
  });

  test('[X1] a user’s own answers are limited, also for an import', async () => {
    const of = await addAccount();
    const many = Array.from({ length: answerLimits.own }, (_, at) => draft(`n${at}`));
    await answers.import(of, tomas, many);
    const full = refused('account.full');
    await assert.rejects(answers.create(of, tomas, draft('more')), full);
    await assert.rejects(answers.import(of, tomas, [draft('more')]), full);
    await answers.import(of, tomas, [draft('n7', { text: 'Other words' })]);
    await answers.create(of, ines, draft('more'));
  });

  test('[X1] raw SQL of another account sees none', async () => {
    const rows = await records.withAccount(other, (sql) =>
      sql.rows('SELECT * FROM predefined_answers'),
    );
    assert.deepEqual(rows, []);
    await assert.rejects(
      answers.change(account, null, AnswerId.parse('nothing'), draft('x')),
      refused('request.not_found'),
    );
  });
});
