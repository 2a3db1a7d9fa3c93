// The visitors that managers leave out of a campaign's sensitivity analysis, with who did it and
// when. It changes no result. A removed exclusion stays listed.
import { checkExclusion } from '@opportune/core/campaign/check-exclusion.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import { problem } from '@opportune/protocol/errors.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { exclusionLimits } from '@opportune/protocol/limits/campaigns.ts';
import { Excluded } from '@opportune/protocol/rest/report/sensitivity.ts';
import { lastInstant } from '@opportune/protocol/rest/common.ts';
import type { Exclusion, NewExclusion } from '@opportune/protocol/rest/report/sensitivity.ts';
import { refuse, refuseAll } from '../../http/problem/refusal.ts';
import { mustReadCampaign } from '../campaign-rows.ts';

export interface Exclusions {
  /**
   * Newest first, including removed ones. `period`: those that apply to it. Refuses with
   * `request.not_found`.
   */
  of(account: AccountId, campaign: string, period?: number): Promise<readonly Exclusion[]>;
  /**
   * Refuses conditions on what is known only after the decision, and exclusions beyond the limit.
   */
  add(account: AccountId, by: string, campaign: string, what: NewExclusion): Promise<Exclusion>;
  /** Removes it, so that it has no effect any more. Refuses with `request.not_found`. */
  remove(account: AccountId, by: string, campaign: string, id: string): Promise<Exclusion>;
}

interface ExclusionsParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly ids: Ids;
}

export function createExclusions({ records, clock, ids }: ExclusionsParts): Exclusions {
  return {
    of: (account, campaign, period) =>
      records.withAccount(account, async (sql) => {
        await mustReadCampaign(sql, campaign);
        const rows = await sql.rows<Row>(
          `SELECT ${columns} FROM exclusions
           WHERE campaign = $1 AND ($2::integer IS NULL OR period IS NULL OR period = $2)
           ORDER BY made_at DESC, id`,
          [campaign, period ?? null],
        );
        return rows.map(parse);
      }),

    async add(account, by, campaign, { excluded, period, note }) {
      refuseUnfit(excluded);
      return records.withAccount(account, async (sql) => {
        await mustReadCampaign(sql, campaign, 'FOR UPDATE');
        await refuseTooMany(sql, campaign);
        const id = ids.next();
        const made = { by, at: clock.now() };
        await insert(sql, account, { id, campaign, made, excluded, period, note });
        return mustRead(sql, campaign, id);
      });
    },

    remove: (account, by, campaign, id) =>
      records.withAccount(account, async (sql) => {
        await sql.run(
          `UPDATE exclusions SET removed_at = $3, removed_by = $4
           WHERE campaign = $1 AND id = $2 AND removed_at IS NULL`,
          [campaign, id, new Date(clock.now()), by],
        );
        return mustRead(sql, campaign, id);
      }),
  };
}

function refuseUnfit(excluded: Excluded): void {
  if (excluded.type === 'span') {
    for (const end of ['from', 'until'] as const)
      if (Math.abs(excluded[end]) > lastInstant)
        throw refuse('request.invalid', {
          path: `excluded.${end}`,
          detail: 'This date is too far in the future.',
        });
    if (excluded.from < excluded.until) return;
    throw refuse('request.invalid', {
      path: 'excluded.until',
      detail: 'The end must be after the beginning.',
    });
  }
  const [first, ...rest] = checkExclusion(excluded.condition).map(({ code, path, message }) =>
    problem(code, { path: join('excluded.condition', path), detail: message }),
  );
  if (first !== undefined) throw refuseAll([first, ...rest]);
}

function join(place: string, path: string): string {
  return path === '' ? place : `${place}.${path}`;
}

async function refuseTooMany(sql: Sql, campaign: string): Promise<void> {
  const row = await sql.row<{ many: number }>(
    'SELECT count(*)::integer AS many FROM exclusions WHERE campaign = $1 AND removed_at IS NULL',
    [campaign],
  );
  if ((row?.many ?? 0) < exclusionLimits.ofCampaign) return;
  throw refuse('account.full', {
    detail: `The campaign already has ${exclusionLimits.ofCampaign} exclusions, which is the maximum.`,
  });
}

interface Row {
  readonly id: string;
  readonly period: number | null;
  readonly excluded: unknown;
  readonly note: string;
  readonly made_at: Date;
  readonly made_by: string;
  readonly removed_at: Date | null;
  readonly removed_by: string | null;
}

const columns = 'id, period, excluded, note, made_at, made_by, removed_at, removed_by';

interface Made extends NewExclusion {
  readonly id: string;
  readonly campaign: string;
  readonly made: { readonly by: string; readonly at: number };
}

async function insert(sql: Sql, account: AccountId, exclusion: Made): Promise<void> {
  const { id, campaign, excluded, period = null, note, made } = exclusion;
  await sql.run(
    `INSERT INTO exclusions (account, campaign, id, period, excluded, note, made_at, made_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [account, campaign, id, period, JSON.stringify(excluded), note, new Date(made.at), made.by],
  );
}

async function mustRead(sql: Sql, campaign: string, id: string): Promise<Exclusion> {
  const row = await sql.row<Row>(
    `SELECT ${columns} FROM exclusions WHERE campaign = $1 AND id = $2`,
    [campaign, id],
  );
  if (row === undefined) throw refuse('request.not_found');
  return parse(row);
}

function parse({ id, period, excluded, note, ...row }: Row): Exclusion {
  return {
    id,
    period,
    excluded: Excluded.parse(excluded),
    note,
    made: { at: row.made_at.getTime(), by: row.made_by },
    removed:
      row.removed_at === null ? null : { at: row.removed_at.getTime(), by: row.removed_by ?? '' },
  };
}
