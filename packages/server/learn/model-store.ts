// Keeps what was learnt, one row an account and goal. A goal that is gone takes its row with it.
import type { Records } from '@opportune/core/ports/records.ts';
import { GoalId, type AccountId } from '@opportune/protocol/ids.ts';
import { goalModelOf, goalModelText, type GoalModel } from './goal-model.ts';

interface ModelRow {
  readonly goal: string;
  readonly model: string;
  readonly since: Date;
  readonly learnt_through: Date;
}

/** Models of these goals that were kept and can still be read. */
export async function readModels(
  records: Records,
  account: AccountId,
  goals: readonly GoalId[],
): Promise<readonly GoalModel[]> {
  const rows = await records.withAccount(account, (sql) =>
    sql.rows<ModelRow>(
      'SELECT goal, model, since, learnt_through FROM intent_models WHERE goal = ANY ($1)',
      [[...goals]],
    ),
  );
  return rows.flatMap(({ goal, model, since, learnt_through }) => {
    const known = { goal: GoalId.parse(goal), since: since.getTime() };
    return goalModelOf(model, { ...known, through: learnt_through.getTime() }) ?? [];
  });
}

/** Keeps the models as they are now; those of goals that were deleted meanwhile are left out. */
export async function keepModels(
  records: Records,
  account: AccountId,
  models: readonly GoalModel[],
  now: number,
): Promise<void> {
  for (const of of models) {
    const { goal, since, through } = of;
    const text = goalModelText(of);
    of.dirty = false;
    await records.withAccount(account, (sql) =>
      sql.run(
        `INSERT INTO intent_models (account, goal, model, since, learnt_through, saved_at)
         SELECT $1, $2, $3, $4, $5, $6 WHERE EXISTS (SELECT 1 FROM goals WHERE id = $2)
         ON CONFLICT (account, goal) DO UPDATE SET model = excluded.model, since = excluded.since,
           learnt_through = excluded.learnt_through, saved_at = excluded.saved_at`,
        [account, goal, text, new Date(since), new Date(through), new Date(now)],
      ),
    );
  }
}
