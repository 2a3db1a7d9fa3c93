// One rehearsal: visitors drawn at random by a hash of their ids, in growing rounds, so that a
// first answer comes within seconds and each further one is more precise. Covers all visitors if
// there is time. A separate thread does the folding. It can be stopped at any time.
import { goalOf, type RehearsalQuestion } from '@opportune/core/decision/rehearse/rehearse.ts';
import {
  addTally,
  newTally,
  type RehearsalTally,
} from '@opportune/core/decision/rehearse/rehearse-tally.ts';
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import { rehearsalLimits } from '@opportune/protocol/limits/campaigns.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import type { RehearsalAnswer } from '@opportune/protocol/rest/campaign/rehearsal.ts';
import { answerOf } from './rehearsal-answer.ts';
import { firstUntil, nextUntil } from './rehearsal-rounds.ts';
import type { HashRange, PastSpan, PastVisits, Rehearser } from './rehearsal-seam.ts';

export interface RehearsalAsk {
  readonly account: AccountId;
  readonly campaign: CampaignId;
  readonly draft: CampaignDocument;
  readonly configuration: Configuration;
  readonly now: number;
}

export interface RehearsalWatch {
  readonly signal: AbortSignal;
  /** Called with the share read so far, 0 to 1. */
  readonly progress: (part: number) => void;
  /** Called with the answer so far, for a sample of the visitors. */
  readonly sofar: (answer: RehearsalAnswer) => void;
}

export interface RehearsalBounds {
  readonly timeMs: number;
  /** The approximate number of visitors in the first round. */
  readonly firstVisitors: number;
}

const usualBounds: RehearsalBounds = { timeMs: rehearsalLimits.timeMs, firstVisitors: 2000 };
const { hashParts } = rehearsalLimits;
const dayMs = 86_400_000;

/** The answer. Null if nothing is stored to answer from. Rejects if stopped. */
export async function runRehearsal(
  past: PastVisits,
  ask: RehearsalAsk,
  watch: RehearsalWatch,
  bounds: RehearsalBounds = usualBounds,
): Promise<RehearsalAnswer | null> {
  const endsAt = performance.now() + bounds.timeMs;
  const { account, draft } = ask;
  const reach = await past.reach(account, draft.sites);
  if (reach === null) return null;
  const span = spanOf(ask, reach);
  const amount = await past.amount(account, span);
  if (amount.visits === 0) return null;
  const question: RehearsalQuestion = {
    configuration: ask.configuration,
    campaign: ask.campaign,
    draft,
    from: span.from,
    until: span.until,
    availability: await past.availability(account, span),
  };
  const goal = goalOf(question);
  const returns = goal === null ? new Map() : await past.returns(account, goal, span.from);
  watch.signal.throwIfAborted();
  const rehearser = past.rehearse(account, span, { question, knownUntil: ask.now, returns });
  try {
    const { visitors } = amount;
    const rounds = { rehearser, question, span, reach, visitors, endsAt };
    return await runRounds(rounds, watch, bounds.firstVisitors);
  } finally {
    await rehearser.close();
  }
}

/**
 * The last 30 days, or the last 30 days of a history that ended earlier. A visit without further
 * events is judged until it ends.
 */
function spanOf(
  { draft, now }: RehearsalAsk,
  reach: { readonly from: number; readonly until: number },
): PastSpan {
  const lengthMs = rehearsalLimits.days * dayMs;
  const isOver = reach.until < now - lengthMs;
  const until = isOver ? reach.until + profileLimits.visitGapMs : now;
  return { sites: draft.sites, from: Math.max(until - lengthMs, reach.from), until };
}

interface Rounds {
  readonly rehearser: Rehearser;
  readonly question: RehearsalQuestion;
  readonly span: PastSpan;
  readonly reach: { readonly from: number; readonly until: number };
  /** All visitors. */
  readonly visitors: number;
  readonly endsAt: number;
}

async function runRounds(
  rounds: Rounds,
  { signal, progress, sofar }: RehearsalWatch,
  firstVisitors: number,
): Promise<RehearsalAnswer> {
  const { question, span, reach, visitors, endsAt } = rounds;
  const tally = newTally();
  let range = { from: 0, until: firstUntil(firstVisitors / visitors) };
  // The first round has no time limit, because there is no answer without it.
  const first = performance.now();
  let part = await rounds.rehearser.round(range, { signal, progress });
  let lastMs = performance.now() - first;
  for (;;) {
    addTally(tally, part);
    const share = range.until === hashParts ? 1 : Math.min(1, tally.looked / visitors);
    const answer = answerOf({ tally, question, span, reach, share });
    if (share === 1) return answer;
    sofar(answer);
    const began = performance.now();
    const until = nextUntil({ ...range, lastMs, leftMs: endsAt - began });
    if (until === range.until) return { ...answer, cut: 'time' };
    range = { from: range.until, until };
    const next = await wholeRound(rounds, range, { signal, progress });
    if (next === null) return { ...answer, cut: 'time' };
    part = next;
    lastMs = performance.now() - began;
  }
}

/** Null if time ran out: an incomplete round is no sample. */
async function wholeRound(
  { rehearser, endsAt }: Rounds,
  range: HashRange,
  { signal, progress }: Pick<RehearsalWatch, 'signal' | 'progress'>,
): Promise<RehearsalTally | null> {
  const late = AbortSignal.timeout(Math.max(0, Math.ceil(endsAt - performance.now())));
  try {
    return await rehearser.round(range, { signal: AbortSignal.any([signal, late]), progress });
  } catch (error) {
    if (late.aborted && !signal.aborted) return null;
    throw error;
  }
}
