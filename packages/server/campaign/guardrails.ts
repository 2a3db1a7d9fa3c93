// Campaigns that pause themselves when they are proved to do harm: once a minute those of which more
// windows have closed are asked for their proof, and paused where there is one. It never starts one
// again, and it never takes the machine from those who work: it rests between two looks.
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import type { GuardedCampaign } from './campaign-rows.ts';
import type { Campaigns } from './campaigns.ts';
import type { ConfigurationService } from './configuration/configuration.ts';
import type { CampaignTraffic } from './seams.ts';

export const guardrailMs = 60_000;
/** Fewer decisions cannot hold the five conversions an arm that an interval needs. */
const leastRipe = 10;
/** After a look it rests so many times as long as that took: a tenth of one core at most. */
const restTimes = 9;
/** A window that lasts as long as the visit may close though no decision got old enough meanwhile. */
const lookAgainMs = 3_600_000;

export interface GuardrailParts {
  readonly campaigns: Pick<Campaigns, 'guarded' | 'stop'>;
  readonly configurations: Pick<ConfigurationService, 'accounts'>;
  readonly proof: Pick<CampaignTraffic, 'harm' | 'ripe'>;
  readonly log: Log;
  readonly clock: Clock;
  /** Ends a round under way. */
  readonly signal: AbortSignal;
}

/** What a campaign's proof rested on when it was last looked at. */
interface Look {
  readonly period: number;
  readonly ripe: number;
  readonly at: number;
}

/**
 * A round over the guarded campaigns of every account, one after another, answering how many it
 * paused. A campaign whose closed windows are those of its last look is looked at once an hour; one that
 * cannot be looked at is logged, and is looked at again in the next.
 */
export function createGuardrails(parts: GuardrailParts): () => Promise<number> {
  const looks = new Map<AccountId, Map<CampaignId, Look>>();
  return async () => {
    let paused = 0;
    for (const account of await parts.configurations.accounts()) {
      const before = looks.get(account) ?? new Map<CampaignId, Look>();
      const after = new Map<CampaignId, Look>();
      looks.set(account, after);
      for (const due of await dueCampaigns(parts, account)) {
        if (parts.signal.aborted) return paused;
        const last = before.get(due.campaign.id);
        const outcome = isKnown(last, due.look) ? 'harmless' : await lookAt(parts, account, due);
        if (outcome === 'paused') paused++;
        if (outcome !== 'failed')
          after.set(due.campaign.id, isKnown(last, due.look) ? last : due.look);
      }
    }
    return paused;
  };
}

interface Due {
  readonly campaign: GuardedCampaign;
  readonly look: Look;
}

/** Guarded campaigns with enough decisions; none where they cannot be read or counted. */
async function dueCampaigns(
  { campaigns, proof, clock, log }: GuardrailParts,
  account: AccountId,
): Promise<readonly Due[]> {
  try {
    const guarded = await campaigns.guarded(account);
    if (guarded.length === 0) return [];
    const leaving = new Set(guarded.filter(({ on }) => on.leaving).map(({ id }) => id));
    const ripe = await proof.ripe(account, leaving);
    const at = clock.now();
    const lookOf = ({ id, period }: GuardedCampaign) => ({ period, ripe: ripe.get(id) ?? 0, at });
    return guarded
      .map((campaign) => ({ campaign, look: lookOf(campaign) }))
      .filter(({ look }) => look.ripe >= leastRipe);
  } catch (error) {
    log.warn('guardrail.failed', { account, error: String(error) });
    return [];
  }
}

function isKnown(last: Look | undefined, look: Look): last is Look {
  return last?.period === look.period && last.ripe === look.ripe && look.at - last.at < lookAgainMs;
}

async function lookAt(
  { campaigns, proof, log, signal }: GuardrailParts,
  account: AccountId,
  { campaign }: Due,
): Promise<'harmless' | 'paused' | 'failed'> {
  const of = { account, campaign: campaign.id };
  const from = performance.now();
  try {
    const harm = await proof.harm(account, campaign.id, campaign.period, campaign.on);
    if (harm === null || !(await campaigns.stop(account, campaign, harm))) return 'harmless';
    log.info('guardrail.paused', { ...of, measure: harm.measure });
    return 'paused';
  } catch (error) {
    log.warn('guardrail.failed', { ...of, error: String(error) });
    return 'failed';
  } finally {
    await restAfter(performance.now() - from, signal);
  }
}

async function restAfter(tookMs: number, signal: AbortSignal): Promise<void> {
  await pause(restTimes * tookMs, undefined, { signal, ref: false }).catch(() => undefined);
}

/** Runs a task again and again, a while after each end; the returned function ends that. */
export function repeat(
  task: () => Promise<unknown>,
  everyMs: number,
  onFailure: (error: unknown) => void,
): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let isOver = false;
  const next = (): void => {
    if (isOver) return;
    timer = setTimeout(() => {
      running = task().then(next, (error: unknown) => {
        onFailure(error);
        next();
      });
    }, everyMs);
    timer.unref();
  };
  next();
  return async () => {
    isOver = true;
    clearTimeout(timer);
    await running;
  };
}
