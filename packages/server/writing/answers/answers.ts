// The predefined answers of an account: their validation, and imports. Shared answers and those of
// each user are separate lists. No user reads or changes another user's.
import { unknownVariables } from '@opportune/core/conversation/answer-text.ts';
import { fittingAnswers } from '@opportune/core/learning/needs/fitting-answers.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Ids } from '@opportune/core/world/world.ts';
import {
  type AccountId,
  AnswerId,
  type ConversationId,
  NeedId,
  type UserId,
} from '@opportune/protocol/ids.ts';
import {
  type AnswerDraft,
  type AnswerImported,
  answerLimits,
  type AnswersByNeed,
  type PredefinedAnswer,
} from '@opportune/protocol/rest/conversation/answers.ts';
import { lockAccount } from '../../http/rest/lock-account.ts';
import { type Unchanged, whateverItIs } from '../../http/rest/whole-document.ts';
import { found, refuse } from '../../http/problem/refusal.ts';
import {
  countAnswers,
  deleteAnswer,
  findAnswer,
  type Owner,
  readAnswer,
  readAnswers,
  writeAnswer,
} from './answer-rows.ts';
import { countUses, listedNeeds, noteUse } from './answer-uses.ts';

export interface PredefinedAnswers {
  /** The shared ones and the reader's own. */
  list(account: AccountId, reader: UserId): Promise<readonly PredefinedAnswer[]>;
  /** Throws `request.not_found`, like `change` and `remove`, if that owner has no such answer. */
  read(account: AccountId, owner: Owner, id: AnswerId): Promise<PredefinedAnswer>;
  /** Which answers fit which need, of the shared ones and the reader's own. */
  byNeed(account: AccountId, reader: UserId): Promise<AnswersByNeed>;
  /** Throws `request.not_found` if the conversation or answer does not exist for this user. */
  used(account: AccountId, by: UserId, id: AnswerId, conversation: ConversationId): Promise<void>;
  /**
   * Throws `request.invalid` for an unknown variable or a shortcut that is taken for the same skill
   * and language, and `account.full` beyond the limit.
   */
  create(account: AccountId, owner: Owner, draft: AnswerDraft): Promise<PredefinedAnswer>;
  change(
    account: AccountId,
    owner: Owner,
    id: AnswerId,
    draft: AnswerDraft,
    unchanged?: Unchanged,
  ): Promise<PredefinedAnswer>;
  remove(account: AccountId, owner: Owner, id: AnswerId): Promise<void>;
  /** All or nothing. A refusal names the faulty entry. */
  import(account: AccountId, owner: Owner, drafts: readonly AnswerDraft[]): Promise<AnswerImported>;
}

export function createPredefinedAnswers(records: Records, ids: Ids): PredefinedAnswers {
  /** One change of an account's answers at a time, so that limits and shortcuts are exact. */
  function changing<Value>(account: AccountId, work: (sql: Sql) => Promise<Value>): Promise<Value> {
    return records.withAccount(account, async (sql) => {
      await lockAccount(sql);
      return work(sql);
    });
  }

  return {
    list: (account, reader) => records.withAccount(account, (sql) => readAnswers(sql, reader)),
    read: (account, owner, id) => records.withAccount(account, (sql) => mustRead(sql, owner, id)),
    byNeed: (account, reader) => records.withAccount(account, async (sql) => byNeed(sql, reader)),
    used: (account, by, answer, conversation) =>
      records.withAccount(account, async (sql) => {
        if (!(await noteUse(sql, account, { answer, conversation, by })))
          throw refuse('request.not_found');
      }),
    create: (account, owner, draft) =>
      changing(account, async (sql) => {
        await refuseBeyond(sql, owner, 1);
        return write(sql, account, owner, AnswerId.parse(ids.next()), draft);
      }),
    change: (account, owner, id, draft, unchanged = whateverItIs) =>
      changing(account, async (sql) => {
        unchanged(await mustRead(sql, owner, id));
        return write(sql, account, owner, id, draft);
      }),
    remove: (account, owner, id) =>
      changing(account, async (sql) => {
        if (!(await deleteAnswer(sql, owner, id))) throw refuse('request.not_found');
      }),
    import: (account, owner, drafts) =>
      changing(account, (sql) => importAll(sql, account, owner, drafts, ids)),
  };
}

async function mustRead(sql: Sql, owner: Owner, id: AnswerId): Promise<PredefinedAnswer> {
  return found((await readAnswer(sql, owner, id)) ?? undefined);
}

async function byNeed(sql: Sql, reader: UserId): Promise<AnswersByNeed> {
  const listed = await listedNeeds(sql);
  if (listed.size === 0) return { needs: [] };
  const fitting = fittingAnswers(await readAnswers(sql, reader), await countUses(sql));
  return {
    needs: [...fitting]
      .filter(([need]) => listed.has(need))
      .map(([need, ids]) => ({
        need: NeedId.parse(need),
        answers: ids.map((id) => AnswerId.parse(id)),
      })),
  };
}

async function write(
  sql: Sql,
  account: AccountId,
  owner: Owner,
  id: AnswerId,
  draft: AnswerDraft,
): Promise<PredefinedAnswer> {
  refuseUnknown(draft, 'text');
  const taken = await findAnswer(sql, owner, draft);
  if (taken !== null && taken !== id)
    throw refuse('request.invalid', {
      path: 'shortcut',
      detail: 'There is an answer with this shortcut for the same skill and language.',
    });
  await writeAnswer(sql, account, { id, owner }, draft);
  const written = await readAnswer(sql, owner, id);
  if (written === null) throw new Error('an answer that was written is not there');
  return written;
}

async function importAll(
  sql: Sql,
  account: AccountId,
  owner: Owner,
  drafts: readonly AnswerDraft[],
  ids: Ids,
): Promise<AnswerImported> {
  let added = 0;
  for (const [at, draft] of drafts.entries()) {
    refuseUnknown(draft, `answers.${at}.text`);
    const there = await findAnswer(sql, owner, draft);
    if (there === null) added += 1;
    await writeAnswer(sql, account, { id: there ?? ids.next(), owner }, draft);
  }
  await refuseBeyond(sql, owner, 0);
  return { added, replaced: drafts.length - added };
}

async function refuseBeyond(sql: Sql, owner: Owner, more: number): Promise<void> {
  const most = owner === null ? answerLimits.shared : answerLimits.own;
  if ((await countAnswers(sql, owner)) + more <= most) return;
  throw refuse('account.full', {
    detail: `${owner === null ? 'An account' : 'A user'} can have at most ${most} predefined answers.`,
  });
}

function refuseUnknown({ text }: AnswerDraft, path: string): void {
  const unknown = unknownVariables(text);
  if (unknown.length === 0) return;
  const named = unknown.map((name) => (/[{}]/.test(name) ? name : `{{${name}}}`)).join(', ');
  throw refuse('request.invalid', { path, detail: `There is no variable ${named}.` });
}
