// One rehearsal from the first to the last stored visitor, beside everything else that the process
// does: a few milliseconds at a time, in memory that does not grow, with an end. It can be stopped
// between two visitors.
import { setImmediate } from 'node:timers/promises';
import {
  compileRehearsal,
  rehearseVisitor,
  type Rehearsal as Compiled,
} from '@opportune/core/decision/rehearse.ts';
import {
  addToTally,
  newTally,
  type RehearsalTally,
} from '@opportune/core/decision/rehearse-tally.ts';
import type { CampaignDocument } from '@opportune/protocol/campaign.ts';
import type { Configuration } from '@opportune/protocol/configuration.ts';
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import { profileLimits, rehearsalLimits } from '@opportune/protocol/limits.ts';
import type { RehearsalAnswer } from '@opportune/protocol/rest/rehearsal.ts';
import { answerOf } from './rehearsal-answer.ts';
import type { PastSpan, PastVisits } from './rehearsal-seam.ts';

export interface RehearsalAsk {
  readonly account: AccountId;
  readonly campaign: CampaignId;
  readonly draft: CampaignDocument;
  readonly configuration: Configuration;
  readonly now: number;
}

export interface RehearsalWatch {
  readonly signal: AbortSignal;
  /** The part done, 0 to 1. */
  readonly progress: (part: number) => void;
}

const dayMs = 86_400_000;
/** So long at most is worked before everybody else has a turn. */
const turnMs = 3;

/** The answer; null where nothing is stored to answer from. Rejects where it was stopped. */
export async function runRehearsal(
  past: PastVisits,
  ask: RehearsalAsk,
  watch: RehearsalWatch,
): Promise<RehearsalAnswer | null> {
  const { account, draft } = ask;
  const reach = await past.reach(account, draft.sites);
  if (reach === null) return null;
  const span = spanOf(ask, reach);
  const amount = await past.amount(account, span);
  if (amount.visits === 0) return null;
  const share = Math.max(
    1,
    Math.min(10_000, Math.floor((rehearsalLimits.visits / amount.visits) * 10_000)),
  );
  const compiled = compileRehearsal({
    configuration: ask.configuration,
    campaign: ask.campaign,
    draft,
    from: span.from,
    until: span.until,
    availability: await past.availability(account, span),
  });
  const expected = (amount.visitors * share) / 10_000;
  const looked = await lookAt(past.visitors(account, span, share), compiled, {
    ...watch,
    timeZone: ask.configuration.settings.timeZone,
    knownUntil: ask.now,
    expected,
  });
  const part = (share / 10_000) * (looked.cut ? Math.min(1, looked.visitors / expected) : 1);
  return answerOf({ ...looked, compiled, span, reach, share: part });
}

/**
 * The last 30 days; of a history that ended before them, its own last 30 days. A visit in which
 * nothing happens any more is judged until it ends.
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

interface Looking extends RehearsalWatch {
  readonly timeZone: string;
  readonly knownUntil: number;
  /** About how many visitors there are to come. */
  readonly expected: number;
}

export interface Looked {
  readonly tally: RehearsalTally;
  /** Visitors looked at, also those who count nowhere. */
  readonly visitors: number;
  /** The time was over before everybody was looked at. */
  readonly cut: boolean;
}

async function lookAt(
  visitors: ReturnType<PastVisits['visitors']>,
  compiled: Compiled,
  { signal, progress, timeZone, knownUntil, expected }: Looking,
): Promise<Looked> {
  const tally = newTally();
  const question = { goal: compiled.goal, timeZone, from: compiled.question.from, knownUntil };
  const endsAt = performance.now() + rehearsalLimits.timeMs;
  let turnEndsAt = performance.now() + turnMs;
  let looked = 0;
  for await (const stored of visitors) {
    signal.throwIfAborted();
    addToTally(tally, rehearseVisitor(compiled, stored), question);
    looked++;
    if (performance.now() < turnEndsAt) continue;
    if (performance.now() > endsAt) return { tally, visitors: looked, cut: true };
    progress(Math.min(1, looked / Math.max(1, expected)));
    await setImmediate();
    turnEndsAt = performance.now() + turnMs;
  }
  return { tally, visitors: looked, cut: false };
}
