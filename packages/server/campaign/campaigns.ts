// Campaigns of an account: drafts beside what is live, the acts of their life, their periods. Only
// acts change the configuration; editing a draft changes nothing for visitors.
import { publishWarnings } from '@opportune/core/campaign/publish-warnings.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import { optimisingOf, type CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import { type AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import { accountLimits } from '@opportune/protocol/limits.ts';
import type {
  Campaign,
  CampaignSummary,
  CampaignWarning,
  Guardrail,
  PeriodStop,
} from '@opportune/protocol/rest/campaign/campaign.ts';
import { pageOf, readCursor } from '../http/rest/page.ts';
import { refuse } from '../http/problem/refusal.ts';
import { refuseFull } from '../http/rest/room.ts';
import { type CampaignAct, act } from './acts.ts';
import {
  type GuardedCampaign,
  insertCampaign,
  mustReadCampaign,
  readCampaigns,
  readGuarded,
  readStopped,
  writeCampaign,
  writeDraft,
  writeGuardrail,
} from './campaign-rows.ts';
import type { ConfigurationService } from './configuration/configuration.ts';
import { type StoredPeriod, endPeriod, readPeriods, writeStop } from './periods.ts';
import { type CampaignBeside, readBeside, readRuns, type Run } from './runs.ts';
import type { CampaignFigures, CampaignTraffic } from './seams.ts';
import { refuseIncomplete, refuseWrongConditions } from './validate.ts';

export interface Campaigns {
  list(
    account: AccountId,
    page: { cursor?: string | undefined; limit: number },
    /** Where the figures come from; left out: read for this list alone. */
    figures?: CampaignTraffic['figures'],
  ): Promise<{ items: CampaignSummary[]; next: string | null }>;
  read(account: AccountId, id: string): Promise<Campaign>;
  create(account: AccountId, by: string, document: CampaignDocument): Promise<Campaign>;
  /** Throws `request.conflict` where somebody changed it since `revision`. */
  changeDraft(
    account: AccountId,
    by: string,
    id: string,
    change: { revision: number; document: CampaignDocument },
  ): Promise<Campaign>;
  act(
    account: AccountId,
    by: string,
    id: string,
    what: CampaignAct,
    revision: number,
  ): Promise<Campaign>;
  /** What to know before its draft goes live, or of what went live with it. */
  warnings(account: AccountId, id: string): Promise<CampaignWarning[]>;
  periods(account: AccountId, id: string): Promise<readonly StoredPeriod[]>;
  /** When it ran, the first run first. */
  runs(account: AccountId, id: string): Promise<readonly Run[]>;
  /** Other campaigns of which a period ran while this one did. */
  beside(account: AccountId, id: string, period: number): Promise<readonly CampaignBeside[]>;
  /** Whether it pauses itself when it is proved to do harm; holds at once. */
  guard(account: AccountId, id: string, guardrail: Guardrail): Promise<Campaign>;
  /** Running campaigns that are to pause themselves, and have not in their present period. */
  guarded(account: AccountId): Promise<readonly GuardedCampaign[]>;
  /** Pauses it and writes why into its period. False where it no longer is as it was found. */
  stop(
    account: AccountId,
    found: Pick<GuardedCampaign, 'id' | 'period'>,
    why: PeriodStop,
  ): Promise<boolean>;
}

/** Who is named where a campaign paused itself. */
const itself = 'Guardrail';

export interface CampaignsParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly configurations: ConfigurationService;
  readonly traffic: CampaignTraffic;
}

export function createCampaigns({
  records,
  clock,
  ids,
  configurations,
  traffic,
}: CampaignsParts): Campaigns {
  const touched = (campaign: Campaign, by: string): Campaign => ({
    ...campaign,
    revision: campaign.revision + 1,
    updatedAt: clock.now(),
    updatedBy: by,
  });

  const declared = async (account: AccountId) =>
    (await configurations.current(account)).attributes ?? [];

  return {
    async list(account, { cursor, limit }, figuresOf = traffic.figures) {
      const before = readCursor(cursor);
      const [{ rows, stopped }, figures, { goals }] = await Promise.all([
        records.withAccount(account, async (sql) => ({
          rows: await readCampaigns(sql, before, limit + 1),
          stopped: await readStopped(sql),
        })),
        figuresOf(account),
        configurations.current(account),
      ]);
      const goalNames = new Map(goals.map(({ id, name }) => [id, name]));
      return pageOf(
        rows,
        limit,
        (row) => ({ at: row.createdAt, id: row.campaign.id }),
        ({ campaign }) => {
          const line = figures.get(campaign.id) ?? noFigures;
          const harm = line.harm || stopped.has(campaign.id);
          return { ...summaryOf(campaign, goalNames), ...line, harm };
        },
      );
    },

    read: (account, id) => records.withAccount(account, (sql) => mustReadCampaign(sql, id)),

    async create(account, by, document) {
      refuseWrongConditions(document, 'document', await declared(account));
      const campaign: Campaign = {
        id: CampaignId.parse(ids.next()),
        state: 'draft',
        draft: document,
        live: null,
        period: null,
        revision: 1,
        updatedAt: clock.now(),
        updatedBy: by,
        pauseOnHarm: true,
        pauseOnLeaving: false,
        publishing: null,
      };
      await records.withAccount(account, async (sql) => {
        await refuseFull(sql, 'campaigns', accountLimits.campaigns);
        await insertCampaign(sql, account, campaign);
      });
      return campaign;
    },

    async changeDraft(account, by, id, { revision, document }) {
      refuseWrongConditions(document, 'document', await declared(account));
      return records.withAccount(account, async (sql) => {
        const campaign = await readAtRevision(sql, id, revision);
        if (campaign.state === 'archived')
          throw refuse('campaign.state', { detail: 'An archived campaign stays as it is.' });
        const changed = touched({ ...campaign, draft: document }, by);
        await writeDraft(sql, changed);
        return changed;
      });
    },

    async act(account, by, id, what, revision) {
      const perform = async (sql: Sql): Promise<void> => {
        const campaign = await readAtRevision(sql, id, revision);
        const acted = act(campaign, what);
        if (acted.type === 'refused') throw refuse(acted.code, { detail: acted.detail });
        if (acted.campaign.state === 'running' && acted.campaign.live !== null)
          await refuseIncomplete(sql, acted.campaign.live);
        await writeCampaign(sql, touched(acted.campaign, by));
        if (what === 'archive') await endPeriod(sql, id, new Date(clock.now()));
      };
      if (what === 'discard') await records.withAccount(account, perform);
      else await configurations.change(account, by, perform);
      return records.withAccount(account, (sql) => mustReadCampaign(sql, id));
    },

    async warnings(account, id) {
      const { goals } = await configurations.current(account);
      const { draft } = await records.withAccount(account, (sql) => mustReadCampaign(sql, id));
      return [...publishWarnings(draft, goals)];
    },

    periods: (account, id) =>
      records.withAccount(account, async (sql) => {
        await mustReadCampaign(sql, id);
        return readPeriods(sql, id);
      }),

    runs: (account, id) => records.withAccount(account, (sql) => readRuns(sql, id)),

    beside: (account, id, period) =>
      records.withAccount(account, (sql) => readBeside(sql, id, period)),

    guard: (account, id, guardrail) =>
      records.withAccount(account, async (sql) => {
        await mustReadCampaign(sql, id, 'FOR UPDATE');
        await writeGuardrail(sql, id, guardrail);
        return mustReadCampaign(sql, id);
      }),

    guarded: (account) => records.withAccount(account, readGuarded),

    async stop(account, { id, period }, why) {
      const isAsFound = async (sql: Sql): Promise<boolean> =>
        (await readGuarded(sql)).some(
          (each) =>
            each.id === id &&
            each.period === period &&
            (why.measure === 'leaving' ? each.on.leaving : each.on.goal),
        );
      if (!(await records.withAccount(account, isAsFound))) return false;
      return configurations.change(account, itself, async (sql) => {
        const campaign = await mustReadCampaign(sql, id, 'FOR UPDATE');
        if (!(await isAsFound(sql))) return false;
        await writeCampaign(sql, touched({ ...campaign, state: 'paused' }, itself));
        await writeStop(sql, id, period, why);
        return true;
      });
    },
  };
}

/** Locks it. Throws `request.conflict` where it is another by now. */
export async function readAtRevision(sql: Sql, id: string, revision: number): Promise<Campaign> {
  const campaign = await mustReadCampaign(sql, id, 'FOR UPDATE');
  if (campaign.revision !== revision) throw refuse('request.conflict', { path: 'revision' });
  return campaign;
}

const noFigures: CampaignFigures = { eligible: 0, perDay: [], effect: null, harm: false };

type Named = Omit<CampaignSummary, 'eligible' | 'perDay' | 'effect' | 'harm'>;

function summaryOf(campaign: Campaign, goalNames: ReadonlyMap<string, string>): Named {
  const { id, state, period, updatedAt, draft, live } = campaign;
  const shown = live ?? draft;
  return {
    id,
    state,
    period,
    updatedAt,
    name: shown.name,
    goalName: goalNames.get(shown.goal) ?? '',
    channel: shown.engagement.variants[0]?.offer.channel ?? 'content',
    optimises: optimisingOf(shown) !== null,
    control: shown.control,
    allSites: shown.sites.length === 0,
    hasDraft: live === null || JSON.stringify(draft) !== JSON.stringify(live),
  };
}
