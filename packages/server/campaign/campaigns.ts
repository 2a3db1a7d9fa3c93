// Campaigns of an account: drafts beside live versions, the acts of their life cycle, and their
// periods. Only acts change the configuration. Editing a draft changes nothing for visitors.
import { publishWarnings } from '@opportune/core/campaign/publish-warnings.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import { type CampaignDocument, optimisingOf } from '@opportune/protocol/campaign/campaign.ts';
import { type AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import { accountLimits } from '@opportune/protocol/limits/accounts.ts';
import type {
  Campaign,
  CampaignSummary,
  CampaignWarning,
  Guardrail,
  PeriodStop,
} from '@opportune/protocol/rest/campaign/campaign.ts';
import type { Page, PageQuestion } from '../http/rest/page.ts';
import { refuse } from '../http/problem/refusal.ts';
import { refuseOther } from '../http/rest/whole-document.ts';
import { refuseFull } from '../http/rest/room.ts';
import { act, type CampaignAct } from './acts.ts';
import type { Permit } from './approval/permit.ts';
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
import { endPeriod, readPeriods, type StoredPeriod, writeStop } from './periods.ts';
import { type CampaignBeside, readBeside, readRuns, type Run } from './runs.ts';
import type { CampaignFigures, CampaignTraffic } from './seams.ts';
import { refuseIncomplete, refuseWrongConditions } from './validate.ts';

interface Asked {
  readonly what: CampaignAct;
  readonly revision: number;
  /** Asked before it publishes. */
  readonly permit: Permit;
}

export interface Campaigns {
  list(
    account: AccountId,
    page: PageQuestion,
    figures: CampaignTraffic['figures'],
  ): Promise<Page<CampaignSummary>>;
  read(account: AccountId, id: string): Promise<Campaign>;
  create(account: AccountId, by: string, document: CampaignDocument): Promise<Campaign>;
  /** Throws `request.conflict` if its revision is not `begunFrom`. Undefined: any. */
  changeDraft(
    account: AccountId,
    by: string,
    id: string,
    change: { begunFrom: string | undefined; document: CampaignDocument },
  ): Promise<Campaign>;
  act(account: AccountId, by: string, id: string, asked: Asked): Promise<Campaign>;
  /** Warnings before its draft goes live, or about the live version. */
  warnings(account: AccountId, id: string): Promise<CampaignWarning[]>;
  periods(account: AccountId, id: string): Promise<readonly StoredPeriod[]>;
  /** When it ran, oldest run first. */
  runs(account: AccountId, id: string): Promise<readonly Run[]>;
  /** Other campaigns with a period that ran at the same time. */
  beside(account: AccountId, id: string, period: number): Promise<readonly CampaignBeside[]>;
  /** Sets whether it pauses itself when harm is proved. Takes effect at once. */
  guard(account: AccountId, id: string, guardrail: Guardrail): Promise<Campaign>;
  /** Running campaigns that pause themselves and have not done so in their present period. */
  guarded(account: AccountId): Promise<readonly GuardedCampaign[]>;
  /** Pauses it and records the reason in its period. False if it has changed since it was found. */
  stop(
    account: AccountId,
    found: Pick<GuardedCampaign, 'id' | 'period'>,
    why: PeriodStop,
  ): Promise<boolean>;
}

/** The author of an automatic pause. */
const itself = 'Guardrail';

export interface CampaignsParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly configurations: ConfigurationService;
}

export function createCampaigns(parts: CampaignsParts): Campaigns {
  const { records, configurations } = parts;
  return {
    list: (...of) => listCampaigns(parts, ...of),
    read: (account, id) => records.withAccount(account, (sql) => mustReadCampaign(sql, id)),
    create: (account, by, document) => createCampaign(parts, account, by, document),
    changeDraft: (account, by, id, change) => changeDraft(parts, account, by, id, change),
    act: (account, by, id, asked) => perform(parts, account, by, { id, ...asked }),
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
    stop: (account, found, why) => stop(parts, account, found, why),
  };
}

async function listCampaigns(
  { records, configurations }: CampaignsParts,
  account: AccountId,
  page: PageQuestion,
  figuresOf: CampaignTraffic['figures'],
): Promise<Page<CampaignSummary>> {
  const [{ campaigns, stopped }, figures, { goals }] = await Promise.all([
    records.withAccount(account, async (sql) => ({
      campaigns: await readCampaigns(sql, page),
      stopped: await readStopped(sql),
    })),
    figuresOf(account),
    configurations.current(account),
  ]);
  const goalNames = new Map(goals.map(({ id, name }) => [id, name]));
  const items = campaigns.items.map((campaign) => {
    const line = figures.get(campaign.id) ?? noFigures;
    const harm = line.harm || stopped.has(campaign.id);
    return { ...summaryOf(campaign, goalNames), ...line, harm };
  });
  return { items, next: campaigns.next };
}

function newCampaign(
  { ids, clock }: CampaignsParts,
  by: string,
  draft: CampaignDocument,
): Campaign {
  return {
    id: CampaignId.parse(ids.next()),
    state: 'draft',
    draft,
    live: null,
    period: null,
    revision: 1,
    updatedAt: clock.now(),
    updatedBy: by,
    pauseOnHarm: true,
    pauseOnLeaving: false,
    publishing: null,
    approval: null,
  };
}

async function createCampaign(
  parts: CampaignsParts,
  account: AccountId,
  by: string,
  document: CampaignDocument,
): Promise<Campaign> {
  refuseWrongConditions(document, 'document', await declared(parts, account));
  const campaign = newCampaign(parts, by, document);
  await parts.records.withAccount(account, async (sql) => {
    await refuseFull(sql, 'campaigns', accountLimits.campaigns);
    await insertCampaign(sql, account, campaign);
  });
  return campaign;
}

async function changeDraft(
  parts: CampaignsParts,
  account: AccountId,
  by: string,
  id: string,
  { begunFrom, document }: { begunFrom: string | undefined; document: CampaignDocument },
): Promise<Campaign> {
  refuseWrongConditions(document, 'document', await declared(parts, account));
  return parts.records.withAccount(account, async (sql) => {
    const campaign = await mustReadCampaign(sql, id, 'FOR UPDATE');
    refuseOther(begunFrom, campaign.revision);
    if (campaign.state === 'archived')
      throw refuse('campaign.state', { detail: 'An archived campaign cannot be changed.' });
    const changed = touched({ ...campaign, draft: document }, by, parts.clock.now());
    await writeDraft(sql, changed);
    return changed;
  });
}

async function perform(
  { records, clock, configurations }: CampaignsParts,
  account: AccountId,
  by: string,
  { id, what, revision, permit }: Asked & { readonly id: string },
): Promise<Campaign> {
  const write = async (sql: Sql): Promise<void> => {
    const campaign = await readAtRevision(sql, id, revision);
    if (what === 'publish') await permit(sql, campaign);
    const acted = act(campaign, what);
    if (acted.type === 'refused') throw refuse(acted.code, { detail: acted.detail });
    if (acted.campaign.state === 'running' && acted.campaign.live !== null)
      await refuseIncomplete(sql, acted.campaign.live);
    await writeCampaign(sql, touched(acted.campaign, by, clock.now()));
    if (what === 'archive') await endPeriod(sql, id, new Date(clock.now()));
  };
  if (what === 'discard') await records.withAccount(account, write);
  else await configurations.change(account, by, write);
  return records.withAccount(account, (sql) => mustReadCampaign(sql, id));
}

async function stop(
  { records, clock, configurations }: CampaignsParts,
  account: AccountId,
  found: Pick<GuardedCampaign, 'id' | 'period'>,
  why: PeriodStop,
): Promise<boolean> {
  const { id, period } = found;
  const isAsFound = (sql: Sql): Promise<boolean> => isGuarded(sql, found, why);
  if (!(await records.withAccount(account, isAsFound))) return false;
  return configurations.change(account, itself, async (sql) => {
    const campaign = await mustReadCampaign(sql, id, 'FOR UPDATE');
    if (!(await isAsFound(sql))) return false;
    await writeCampaign(sql, touched({ ...campaign, state: 'paused' }, itself, clock.now()));
    await writeStop(sql, id, period, why);
    return true;
  });
}

/** Whether it should pause itself for that, in the same period. */
async function isGuarded(
  sql: Sql,
  { id, period }: Pick<GuardedCampaign, 'id' | 'period'>,
  { measure }: PeriodStop,
): Promise<boolean> {
  const guarded = (await readGuarded(sql)).find((each) => each.id === id);
  if (guarded?.period !== period) return false;
  return measure === 'leaving' ? guarded.on.leaving : guarded.on.goal;
}

function touched(campaign: Campaign, by: string, now: number): Campaign {
  return { ...campaign, revision: campaign.revision + 1, updatedAt: now, updatedBy: by };
}

async function declared({ configurations }: CampaignsParts, account: AccountId) {
  return (await configurations.current(account)).attributes ?? [];
}

/** Locks it. Throws `request.conflict` if it has changed. */
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
