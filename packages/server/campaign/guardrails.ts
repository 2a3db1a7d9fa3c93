// Pauses campaigns when harm is proved. Once a minute it requests the proof of those with newly
// closed windows, and pauses any with proved harm. It never restarts one, and rests between checks
// to leave the machine to other work.
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import type { GuardedCampaign } from './campaign-rows.ts';
import type { Campaigns } from './campaigns.ts';
import type { ConfigurationService } from './configuration/configuration.ts';
import type { CampaignTraffic } from './seams.ts';

export const guardrailMs = 60_000;
/** Fewer decisions cannot contain the five conversions per arm that an interval needs. */
const leastRipe = 10;
/**
 * After a check it rests this many times as long as the check took: a tenth of one core at most.
 */
const restTimes = 9;
/** A window as long as the visit may close although no decision has become old enough. */
const lookAgainMs = 3_600_000;

export interface GuardrailParts {
  readonly campaigns: Pick<Campaigns, 'guarded' | 'stop'>;
  readonly configurations: Pick<ConfigurationService, 'accounts'>;
  readonly proof: Pick<CampaignTraffic, 'harm' | 'ripe'>;
  readonly log: Log;
  readonly clock: Clock;
  /** Ends the current round. */
  readonly signal: AbortSignal;
  /** Leaves the machine to other work after a check that took so many milliseconds. */
  readonly rest: (tookMs: number) => Promise<void>;
}

/** The basis of a campaign's proof when it was last checked. */
interface Look {
  readonly period: number;
  readonly ripe: number;
  readonly at: number;
}

/**
 * A round over the guarded campaigns of every account, one after another. Returns how many it
 * paused. A campaign without newly closed windows is checked once an hour. One that cannot be
 * checked is logged and checked again in the next round.
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

/** Guarded campaigns with enough decisions. Empty if they cannot be read or counted. */
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
  { campaigns, proof, log, rest }: GuardrailParts,
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
    await rest(performance.now() - from);
  }
}

/** Rests between the checks of a server. Ends with the signal. */
export async function restAfter(tookMs: number, signal: AbortSignal): Promise<void> {
  await pause(restTimes * tookMs, undefined, { signal, ref: false }).catch(() => undefined);
}

/** Repeats a task with a pause after each run. The returned function ends it. */
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
