// The rehearsals of this process: one at a time per account and few at once in total, each until
// its answer, its end or its successor. Answers are kept for a while. Nothing is stored.
import { createHash } from 'node:crypto';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { type CampaignDocument, optimisingOf } from '@opportune/protocol/campaign/campaign.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import { rehearsalLimits } from '@opportune/protocol/limits/campaigns.ts';
import type { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import type { Rehearsal } from '@opportune/protocol/rest/campaign/rehearsal.ts';
import type { ConfigurationService } from '../configuration/configuration.ts';
import { runRehearsal, type RehearsalWatch } from './rehearsal-run.ts';
import type { PastVisits } from './rehearsal-seam.ts';
import { createTurns, type Turns } from './rehearsal-turns.ts';

export interface Rehearsals {
  /** Starts a rehearsal of the draft, unless there is a recent answer or one is running. */
  ask(account: AccountId, campaign: Campaign): Promise<Rehearsal>;
  read(account: AccountId, campaign: CampaignId): Rehearsal;
  stop(account: AccountId, campaign: CampaignId): Rehearsal;
  /** What is known for exactly this draft. Null if it was not rehearsed. */
  answer(account: AccountId, campaign: Campaign): Promise<Rehearsal['answer']>;
  /** Resolves when none is running. */
  close(): Promise<void>;
}

export interface RehearsalsParts {
  readonly past: PastVisits;
  readonly configurations: Pick<ConfigurationService, 'current'>;
  readonly clock: Clock;
  readonly log: Log;
}

interface Job {
  /**
   * Identifies everything on which the answer depends. The same basis need not be rehearsed again.
   */
  readonly basis: string;
  readonly account: AccountId;
  readonly stop: AbortController;
  /** The time of the last poll. */
  askedAt: number;
  shown: Rehearsal;
  done: Promise<void>;
}

/** The most that run at once, over all accounts. */
const atOnce = 2;
const nothing: Rehearsal = {
  state: 'none',
  revision: null,
  progress: 0,
  answeredAt: null,
  answer: null,
};

export function createRehearsals(parts: RehearsalsParts): Rehearsals {
  const { configurations, clock } = parts;
  const jobs = new Map<string, Job>();
  const turns = createTurns(atOnce);
  return {
    async ask(account, campaign) {
      const configuration = await configurations.current(account);
      const key = keyOf(account, campaign.id);
      const present = jobs.get(key);
      const same = present?.basis === basisOf(campaign.draft, configuration);
      if (present === undefined || !same || !isFresh(present.shown, clock.now()))
        keep(jobs, key, begin(parts, turns, { account, campaign, configuration }));
      const job = jobs.get(key);
      if (job === undefined) return nothing;
      job.askedAt = clock.now();
      job.shown = { ...job.shown, revision: campaign.revision };
      return job.shown;
    },
    read(account, campaign) {
      const job = jobs.get(keyOf(account, campaign));
      if (job === undefined) return nothing;
      job.askedAt = clock.now();
      return job.shown;
    },
    stop(account, campaign) {
      const key = keyOf(account, campaign);
      jobs.get(key)?.stop.abort();
      jobs.delete(key);
      return nothing;
    },
    async answer(account, campaign) {
      const job = jobs.get(keyOf(account, campaign.id));
      if (job === undefined) return null;
      const configuration = await configurations.current(account);
      return job.basis === basisOf(campaign.draft, configuration) ? job.shown.answer : null;
    },
    async close() {
      const running = [...jobs.values()];
      for (const { stop } of running) stop.abort();
      await Promise.all(running.map(({ done }) => done));
    },
  };
}

interface Asked {
  readonly account: AccountId;
  readonly campaign: Campaign;
  readonly configuration: Configuration;
}

function begin(parts: RehearsalsParts, turns: Turns, asked: Asked): Job {
  const { account, campaign, configuration } = asked;
  const stop = new AbortController();
  const job: Job = {
    account,
    basis: basisOf(campaign.draft, configuration),
    stop,
    askedAt: parts.clock.now(),
    shown: { ...nothing, state: 'waiting', revision: campaign.revision },
    done: Promise.resolve(),
  };
  job.done = turns
    .take(account, stop.signal, () => rehearse(parts, job, asked))
    .catch((error: unknown) => {
      show(job, { ...nothing, state: stop.signal.aborted ? 'none' : 'failed' });
      if (!stop.signal.aborted)
        parts.log.warn('rehearsal failed', { account, campaign: campaign.id, error });
    });
  return job;
}

async function rehearse(
  { past, clock }: RehearsalsParts,
  job: Job,
  { account, campaign: { id, draft }, configuration }: Asked,
): Promise<void> {
  stopUnasked(job, clock.now());
  job.stop.signal.throwIfAborted();
  show(job, { state: 'running' });
  const ask = { account, campaign: id, draft, configuration, now: clock.now() };
  const answer = await runRehearsal(past, ask, watchFor(job, clock));
  const state = answer === null ? 'empty' : 'done';
  show(job, { state, answer, progress: 1, answeredAt: clock.now() });
}

function watchFor(job: Job, clock: Clock): RehearsalWatch {
  return {
    signal: job.stop.signal,
    progress(part) {
      show(job, { progress: part });
      stopUnasked(job, clock.now());
    },
    sofar: (answer) => show(job, { answer, answeredAt: clock.now() }),
  };
}

function show(job: Job, change: Partial<Rehearsal>): void {
  job.shown = { ...job.shown, ...change };
}

function keep(jobs: Map<string, Job>, key: string, job: Job): void {
  jobs.get(key)?.stop.abort();
  jobs.delete(key);
  jobs.set(key, job);
  if (jobs.size > rehearsalLimits.answers) forgetOne(jobs);
}

/** The oldest of the account with most, so that one account cannot stop others' rehearsals. */
function forgetOne(jobs: Map<string, Job>): void {
  const ofAccounts = [...Map.groupBy(jobs, ([, { account }]) => account).values()];
  const [most] = ofAccounts.toSorted((one, other) => other.length - one.length);
  const [oldest] = most ?? [];
  if (oldest === undefined) return;
  const [key, job] = oldest;
  job.stop.abort();
  jobs.delete(key);
}

function keyOf(account: AccountId, campaign: CampaignId): string {
  return `${account} ${campaign}`;
}

/** The requester has left: their page polls every half second. */
function stopUnasked({ stop, askedAt }: Job, now: number): void {
  if (now - askedAt > rehearsalLimits.unaskedMs) stop.abort();
}

/** Running, or answered recently. */
function isFresh({ state, answeredAt }: Rehearsal, now: number): boolean {
  if (state === 'waiting' || state === 'running') return true;
  return answeredAt !== null && now - answeredAt < rehearsalLimits.freshMs;
}

/**
 * Identifies everything that a rehearsal reads. Excludes schedule dates, texts, name, control share
 * and other campaigns.
 */
function basisOf(draft: CampaignDocument, configuration: Configuration): string {
  const { sites, goal, audience, engagement, caps } = draft;
  const { days, hours } = draft.schedule;
  const { version: _version, campaigns: _, scoresSince: __, ...account } = configuration;
  const offers = engagement.variants.map(({ share, offer }) =>
    offer.channel === 'content'
      ? [share]
      : [
          ...[share, offer.skill, offer.fallback === null],
          ...(offer.channel === 'call' ? [offer.channel] : []),
        ],
  );
  // For a draft that optimises, the audience is counted too, whatever its weights.
  const optimises = optimisingOf(draft) !== null;
  const { moment } = engagement;
  const read = [account, sites, goal, audience, moment, offers, caps, days, hours, optimises];
  return createHash('sha256').update(JSON.stringify(read)).digest('base64url');
}
