// The list of needs and the labels of conversations, in the records store. A removed need keeps its
// labels, so that restoring it loses nothing, but it is not learnt any more.
import { needLimits, type NeedExample } from '@opportune/core/learning/needs/evidence.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Ids } from '@opportune/core/world/world.ts';
import {
  type AccountId,
  type ConversationId,
  NeedId,
  type UserId,
} from '@opportune/protocol/ids.ts';
import {
  Need,
  needListLimits,
  type NeedListDraft,
} from '@opportune/protocol/rest/conversation/needs.ts';
import { storableJson } from '@opportune/protocol/text.ts';
import { z } from 'zod';
import { lockAccount } from '../http/rest/lock-account.ts';
import { type Unchanged, whateverItIs } from '../http/rest/whole-document.ts';
import { refuse } from '../http/problem/refusal.ts';

const Evidence = z.object({
  said: z.string(),
  searched: z.array(z.string()),
  sections: z.array(z.string()),
  errors: z.array(z.string()),
});
type Evidence = z.infer<typeof Evidence>;

export interface Label {
  readonly conversation: ConversationId;
  readonly need: NeedId;
  readonly evidence: Evidence;
  readonly by: UserId;
  readonly at: number;
}

export interface NeedRecords {
  list(account: AccountId): Promise<readonly Need[]>;
  /** Throws `request.invalid` for an unknown id and for a repeated name. */
  replace(
    account: AccountId,
    draft: NeedListDraft,
    unchanged?: Unchanged,
  ): Promise<readonly Need[]>;
  label(account: AccountId, conversation: ConversationId): Promise<NeedId | null>;
  /** The last one wins. Throws `request.invalid` for a need that is not on the list. */
  name(account: AccountId, label: Label): Promise<void>;
  unname(account: AccountId, conversation: ConversationId): Promise<void>;
  /** The newest labels of needs on the list, as many as are learnt from, oldest first. */
  examples(account: AccountId): Promise<readonly NeedExample[]>;
}

export function createNeedRecords(records: Records, ids: Ids): NeedRecords {
  return {
    list: (account) => records.withAccount(account, listed),
    replace: (account, draft, unchanged = whateverItIs) =>
      records.withAccount(account, async (sql) => {
        await lockAccount(sql);
        unchanged({ needs: await listed(sql) });
        return replace(sql, account, ids, draft);
      }),
    label: (account, conversation) =>
      records.withAccount(account, async (sql) => {
        const row = await sql.row<{ need: string }>(
          `SELECT need FROM conversation_needs JOIN needs ON id = need
           WHERE conversation = $1 AND place IS NOT NULL`,
          [conversation],
        );
        return row === undefined ? null : NeedId.parse(row.need);
      }),
    name: (account, label) => records.withAccount(account, (sql) => name(sql, account, label)),
    unname: (account, conversation) =>
      records.withAccount(account, async (sql) => {
        await sql.run('DELETE FROM conversation_needs WHERE conversation = $1', [conversation]);
      }),
    examples: (account) =>
      records.withAccount(account, async (sql) => {
        const rows = await sql.rows<{ need: string; evidence: unknown }>(
          `SELECT need, evidence FROM conversation_needs JOIN needs ON id = need
           WHERE place IS NOT NULL ORDER BY named_at DESC, conversation DESC LIMIT $1`,
          [needLimits.examples],
        );
        return rows
          .map(({ need, evidence }) => ({ need, evidence: Evidence.parse(evidence) }))
          .reverse();
      }),
  };
}

async function listed(sql: Sql): Promise<readonly Need[]> {
  const rows = await sql.rows<unknown>(
    'SELECT id, name, skill FROM needs WHERE place IS NOT NULL ORDER BY place, id',
  );
  return rows.map((row) => Need.parse(row));
}

async function replace(
  sql: Sql,
  account: AccountId,
  ids: Ids,
  { needs }: NeedListDraft,
): Promise<readonly Need[]> {
  const rows = await sql.rows<{ id: string }>('SELECT id FROM needs');
  const known = new Set(rows.map(({ id }) => id));
  refuseUnfit(needs, known);
  await sql.run('UPDATE needs SET place = NULL WHERE place IS NOT NULL');
  for (const [place, { id, name: called, skill }] of needs.entries())
    await sql.run(
      `INSERT INTO needs (account, id, name, skill, place) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (account, id) DO UPDATE SET
         name = excluded.name, skill = excluded.skill, place = excluded.place`,
      [account, id ?? NeedId.parse(ids.next()), called, skill, place],
    );
  return listed(sql);
}

function refuseUnfit(needs: NeedListDraft['needs'], known: ReadonlySet<string>): void {
  const taken = new Set<string>();
  for (const [at, { id, name: called }] of needs.entries()) {
    const key = called.toLowerCase();
    if ((id !== undefined && (!known.has(id) || taken.has(id))) || taken.has(`name ${key}`))
      throw refuse('request.invalid', { path: `needs.${at}` });
    taken.add(`name ${key}`);
    if (id !== undefined) taken.add(id);
  }
  const added = needs.filter(({ id }) => id === undefined).length;
  if (known.size + added > needListLimits.kept)
    throw refuse('account.full', {
      detail: `The account has had ${needListLimits.kept} needs, which is the maximum.`,
    });
}

async function name(
  sql: Sql,
  account: AccountId,
  { conversation, need, evidence, by, at }: Label,
): Promise<void> {
  const there = await sql.row('SELECT 1 FROM needs WHERE id = $1 AND place IS NOT NULL', [need]);
  if (there === undefined) throw refuse('request.invalid', { path: 'need' });
  await sql.run(
    `INSERT INTO conversation_needs (account, conversation, need, evidence, named_by, named_at)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (account, conversation) DO UPDATE SET
       need = excluded.need, evidence = excluded.evidence,
       named_by = excluded.named_by, named_at = excluded.named_at`,
    [account, conversation, need, JSON.stringify(storableJson(evidence)), by, new Date(at)],
  );
}
