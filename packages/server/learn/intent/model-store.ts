// Stores what was learnt, one row per account and goal, and the moments for training in parts, of
// which only changed ones are written. Deleting a goal deletes its rows.
import {
  newMomentWindow,
  partBytes,
  windowOf,
} from '@opportune/core/learning/challenger/moment-window.ts';
import type { MomentWindow } from '@opportune/core/learning/challenger/moment-window.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import { GoalId, type AccountId } from '@opportune/protocol/ids.ts';
import { goalModelOf, goalModelText, type GoalModel } from './goal-model.ts';

interface ModelRow {
  readonly goal: string;
  readonly model: string;
  readonly since: Date;
  readonly learnt_through: Date;
}

interface PartRow {
  readonly part: number;
  readonly moments: Uint8Array;
}

/** The stored models of these goals that can still be read. */
export async function readModels(
  records: Records,
  account: AccountId,
  goals: readonly GoalId[],
): Promise<readonly GoalModel[]> {
  return records.withAccount(account, async (sql) => {
    const rows = await sql.rows<ModelRow>(
      'SELECT goal, model, since, learnt_through FROM intent_models WHERE goal = ANY ($1)',
      [[...goals]],
    );
    const found: GoalModel[] = [];
    for (const row of rows) {
      const read = readModel(row);
      if (read === null) continue;
      await readMoments(sql, read);
      found.push(read);
    }
    return found;
  });
}

function readModel({ goal, model, since, learnt_through }: ModelRow): GoalModel | null {
  const known = { goal: GoalId.parse(goal), since: since.getTime() };
  return goalModelOf(model, { ...known, through: learnt_through.getTime() });
}

/** Unreadable moments are gathered anew. */
async function readMoments(sql: Sql, { goal, challenge }: GoalModel): Promise<void> {
  const rows = await sql.rows<PartRow>(
    'SELECT part, moments FROM intent_moments WHERE goal = $1 ORDER BY part',
    [goal],
  );
  const parts = rows.map(({ part, moments }) => ({ number: part, bytes: moments }));
  const { width } = challenge.window;
  challenge.window = windowOf(width, parts) ?? newMomentWindow(width);
  challenge.unkeptFrom = challenge.window.parts.at(-1)?.number ?? 0;
}

/** Stores the current models. Skips goals that were deleted meanwhile. */
export async function keepModels(
  records: Records,
  account: AccountId,
  models: readonly GoalModel[],
  now: number,
): Promise<void> {
  // All taken at one instant, because learning continues while they are written.
  for (const each of models.map(taken)) {
    await records.withAccount(account, async (sql) => {
      const there = await sql.run(
        `INSERT INTO intent_models (account, goal, model, since, learnt_through, saved_at)
         SELECT $1, $2, $3, $4, $5, $6 WHERE EXISTS (SELECT 1 FROM goals WHERE id = $2)
         ON CONFLICT (account, goal) DO UPDATE SET model = excluded.model, since = excluded.since,
           learnt_through = excluded.learnt_through, saved_at = excluded.saved_at`,
        [account, each.goal, each.text, each.since, each.through, new Date(now)],
      );
      if (there > 0) await keepMoments(sql, account, each.goal, each.moments);
    });
    const { challenge } = each.of;
    challenge.unkeptFrom = Math.max(challenge.unkeptFrom, each.moments.last);
  }
}

/** A snapshot of a model. */
function taken(of: GoalModel) {
  const { goal, since, through, challenge } = of;
  const moments = unkeptMoments(challenge.window, challenge.unkeptFrom);
  of.dirty = false;
  const span = { since: new Date(since), through: new Date(through) };
  return { of, goal, ...span, text: goalModelText(of), moments };
}

interface UnkeptMoments {
  readonly first: number;
  readonly last: number;
  readonly parts: readonly PartRow[];
}

function unkeptMoments({ width, parts }: MomentWindow, from: number): UnkeptMoments {
  return {
    first: parts[0]?.number ?? 0,
    last: parts.at(-1)?.number ?? 0,
    parts: parts
      .filter(({ number }) => number >= from)
      .map((part) => ({ part: part.number, moments: Buffer.from(partBytes(part, width)) })),
  };
}

async function keepMoments(
  sql: Sql,
  account: AccountId,
  goal: GoalId,
  { first, last, parts }: UnkeptMoments,
): Promise<void> {
  await sql.run('DELETE FROM intent_moments WHERE goal = $1 AND (part < $2 OR part > $3)', [
    goal,
    first,
    last,
  ]);
  for (const { part, moments } of parts)
    await sql.run(
      `INSERT INTO intent_moments (account, goal, part, moments) VALUES ($1, $2, $3, $4)
       ON CONFLICT (account, goal, part) DO UPDATE SET moments = excluded.moments`,
      [account, goal, part, moments],
    );
}
