// Campaigns that pause themselves when they are proved to do harm: once a minute each that may is asked
// for its proof, over closed windows, and paused where there is one. It never starts one again.
import type { Log } from '@opportune/core/ports/log.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { Campaigns, GuardedCampaign } from './campaigns.ts';
import type { ConfigurationService } from './configuration.ts';
import type { CampaignTraffic } from './seams.ts';

export const guardrailMs = 60_000;

export interface GuardrailParts {
  readonly campaigns: Campaigns;
  readonly configurations: Pick<ConfigurationService, 'accounts'>;
  readonly proof: Pick<CampaignTraffic, 'harm'>;
  readonly log: Log;
}

/**
 * Looks at every guarded campaign of every account, one after another, and answers how many it
 * paused. A campaign that cannot be looked at is logged, and is looked at again the next time.
 */
export async function watchGuardrails(parts: GuardrailParts): Promise<number> {
  let paused = 0;
  for (const account of await parts.configurations.accounts()) {
    for (const campaign of await parts.campaigns.guarded(account))
      paused += (await pausesItself(parts, account, campaign)) ? 1 : 0;
  }
  return paused;
}

async function pausesItself(
  { campaigns, proof, log }: GuardrailParts,
  account: AccountId,
  campaign: GuardedCampaign,
): Promise<boolean> {
  const of = { account, campaign: campaign.id };
  try {
    const harm = await proof.harm(account, campaign.id, campaign.period);
    if (harm === null || !(await campaigns.stop(account, campaign, harm))) return false;
    log.info('guardrail.paused', { ...of, measure: harm.measure });
    return true;
  } catch (error) {
    log.warn('guardrail.failed', { ...of, error: String(error) });
    return false;
  }
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
