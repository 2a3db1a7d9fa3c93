// Goals: what the business wants to happen. Part of the configuration. A goal with money requires
// server trust once the account reports orders with a secret key, unless it says otherwise.
import { checkPattern } from '@opportune/core/behaviour/condition/check-condition.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import { Goal } from '@opportune/protocol/campaign/campaign.ts';
import { problem } from '@opportune/protocol/errors.ts';
import { type AccountId, GoalId } from '@opportune/protocol/ids.ts';
import { accountLimits } from '@opportune/protocol/limits/accounts.ts';
import type { NewGoal } from '@opportune/protocol/rest/site.ts';
import type { z } from 'zod';
import { type Unchanged, whateverItIs } from '../http/rest/whole-document.ts';
import { type Page, type PageQuestion, readPage } from '../http/rest/page.ts';
import { refuse, refuseAll } from '../http/problem/refusal.ts';
import { refuseFull } from '../http/rest/room.ts';
import type { ConfigurationChanges } from './seams.ts';

type Draft = z.output<typeof NewGoal>;

export interface Goals {
  list(account: AccountId, page: PageQuestion): Promise<Page<Goal>>;
  read(account: AccountId, id: string): Promise<Goal>;
  create(account: AccountId, by: string, draft: Draft): Promise<Goal>;
  replace(
    account: AccountId,
    by: string,
    id: string,
    draft: Draft,
    unchanged?: Unchanged,
  ): Promise<Goal>;
  remove(account: AccountId, by: string, id: string): Promise<void>;
}

interface Row {
  readonly id: string;
  readonly document: unknown;
  readonly created_at: Date;
}

const columns = 'id, document, created_at';

export function createGoals(
  records: Records,
  clock: Clock,
  ids: Ids,
  configurations: ConfigurationChanges,
): Goals {
  return {
    list: (account, page) =>
      records.withAccount(account, async (sql) => {
        const { items, next } = await readPage<Row>(sql, { table: 'goals', columns }, page);
        return { items: items.map(({ document }) => Goal.parse(document)), next };
      }),

    read: (account, id) => records.withAccount(account, (sql) => mustRead(sql, id)),

    async create(account, by, draft) {
      const { serverTrustInUse } = await configurations.current(account);
      const trust =
        draft.trust ?? (serverTrustInUse && draft.value.type !== 'none' ? 'server' : 'page');
      const goal = Goal.parse({ ...draft, trust, id: GoalId.parse(ids.next()) });
      refuseUnreachable(goal);
      return configurations.change(account, by, async (sql) => {
        await refuseFull(sql, 'goals', accountLimits.goals);
        await sql.run(
          'INSERT INTO goals (account, id, document, created_at) VALUES ($1, $2, $3, $4)',
          [account, goal.id, JSON.stringify(goal), new Date(clock.now())],
        );
        return goal;
      });
    },

    async replace(account, by, id, draft, unchanged = whateverItIs) {
      return configurations.change(account, by, async (sql) => {
        const before = await mustRead(sql, id);
        unchanged(before);
        const goal = Goal.parse({ ...draft, trust: draft.trust ?? before.trust, id });
        refuseUnreachable(goal);
        await sql.run('UPDATE goals SET document = $2 WHERE id = $1', [id, JSON.stringify(goal)]);
        return goal;
      });
    },

    async remove(account, by, id) {
      await configurations.change(account, by, async (sql) => {
        await mustRead(sql, id);
        await refuseGoalInUse(sql, id);
        await sql.run('DELETE FROM goals WHERE id = $1', [id]);
      });
    },
  };
}

/** An impossible event would never reach it, and nobody would notice. */
function refuseUnreachable({ event }: Goal): void {
  const [first, ...rest] = checkPattern(event, 'event').map(({ code, path, message }) =>
    problem(code, { path, detail: message }),
  );
  if (first !== undefined) throw refuseAll([first, ...rest]);
}

async function mustRead(sql: Sql, id: string): Promise<Goal> {
  const row = await sql.row<Row>(`SELECT ${columns} FROM goals WHERE id = $1 FOR UPDATE`, [id]);
  if (row === undefined) throw refuse('request.not_found');
  return Goal.parse(row.document);
}

async function refuseGoalInUse(sql: Sql, id: string): Promise<void> {
  const used = await sql.row<{ name: string }>(
    `SELECT draft->>'name' AS name FROM campaigns
     WHERE state <> 'archived' AND (draft->>'goal' = $1 OR live->>'goal' = $1) LIMIT 1`,
    [id],
  );
  if (used === undefined) return;
  throw refuse('request.conflict', {
    detail: `The campaign "${used.name}" uses this goal. Give it another goal or archive it.`,
  });
}
