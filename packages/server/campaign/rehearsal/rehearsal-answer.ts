// Turns the tally of a rehearsal into the answer for people: named days, highest first, and counts
// scaled up to all visitors, with intervals if only a sample was examined.
import {
  asksAgents,
  goalOf,
  type RehearsalQuestion,
} from '@opportune/core/decision/rehearse/rehearse.ts';
import {
  meanInterval,
  rateInterval,
  type Sample,
  shareInterval,
  totalInterval,
} from '@opportune/core/decision/rehearse/rehearse-sample.ts';
import {
  medianSecond,
  type Outcome,
  type RehearsalTally,
} from '@opportune/core/decision/rehearse/rehearse-tally.ts';
import { wallClock } from '@opportune/core/world/local-time.ts';
import { optimisingOf } from '@opportune/protocol/campaign/campaign.ts';
import type { RehearsalAnswer } from '@opportune/protocol/rest/campaign/rehearsal.ts';
import type { PastSpan } from './rehearsal-seam.ts';

interface Found {
  readonly tally: RehearsalTally;
  readonly question: RehearsalQuestion;
  readonly span: PastSpan;
  readonly reach: { readonly from: number; readonly until: number };
  /** The share of visitors examined, drawn at random: above 0, up to 1. */
  readonly share: number;
}

const dayMs = 86_400_000;
/** Minutes shown separately. Everything later is one more. */
const minutesShown = 15;
const namesShown = 10;

export function answerOf({ tally, question, span, reach, share }: Found): RehearsalAnswer {
  const wide = (count: number): number => Math.round(count / share);
  const { settings } = question.configuration;
  const sample = share < 1 ? { looked: tally.looked, share } : null;
  return {
    from: span.from,
    until: span.until,
    dataFrom: reach.from,
    dataUntil: reach.until,
    share,
    margin: marginOf(tally.eligibleVisitors, share),
    intervals: sample === null ? null : intervalsOf(tally, sample),
    cut: 'none',
    visits: wide(tally.visits),
    visitors: wide(tally.visitors),
    eligibleVisits: wide(tally.eligibleVisits),
    eligibleVisitors: wide(tally.eligibleVisitors),
    days: daysOf(tally, span, settings.timeZone, wide),
    when: { medianS: medianSecond(tally), minutes: minutesOf(tally).map(wide) },
    pages: mostOf(tally.pages, wide),
    sections: mostOf(tally.sections, wide),
    offers: {
      live: wide(tally.offers.live),
      fallback: wide(tally.offers.fallback),
      content: wide(tally.offers.content),
    },
    agents: agentsOf(question, span),
    goal: namedGoal(question),
    currency: settings.currency,
    eligible: outcomeOf(tally.eligible, wide, sample),
    all: outcomeOf(tally.all, wide, sample),
    audience:
      optimisingOf(question.draft) === null
        ? null
        : {
            visits: wide(tally.audienceVisits),
            visitors: wide(tally.audienceVisitors),
            outcome: outcomeOf(tally.audience, wide, sample),
          },
  };
}

/**
 * 1.96 standard deviations of a count over sampled visitors, relative to the count (a binomial
 * sample).
 */
function marginOf(counted: number, share: number): number | null {
  if (share >= 1) return 0;
  return counted === 0 ? null : 1.96 * Math.sqrt((1 - share) / counted);
}

function intervalsOf(
  { visits, visitors, eligibleVisits, eligibleVisitors, squares }: RehearsalTally,
  sample: Sample,
): RehearsalAnswer['intervals'] {
  const { share } = sample;
  const sums = {
    of: eligibleVisits,
    ofSquares: squares.eligible,
    in: visits,
    inSquares: squares.visits,
    products: squares.products,
  };
  return {
    eligibleVisits: whole(totalInterval(eligibleVisits, squares.eligible, visits / share, sample)),
    eligibleVisitors: whole(
      totalInterval(eligibleVisitors, eligibleVisitors, visitors / share, sample),
    ),
    eligibleShare: shareInterval(sums, sample),
  };
}

function whole({ low, high }: { readonly low: number; readonly high: number }) {
  return { low: Math.floor(low), high: Math.ceil(high) };
}

function daysOf(
  { days }: RehearsalTally,
  { from, until }: PastSpan,
  timeZone: string,
  wide: (count: number) => number,
): RehearsalAnswer['days'] {
  const dayAt = (at: number): number => wallClock(timeZone, at)?.day ?? Math.floor(at / dayMs);
  const first = dayAt(from);
  return Array.from({ length: dayAt(until) - first + 1 }, (_, index) => {
    const counts = days.get(first + index);
    return {
      day: new Date((first + index) * dayMs).toISOString().slice(0, 10),
      visits: wide(counts?.visits ?? 0),
      eligibleVisits: wide(counts?.eligibleVisits ?? 0),
      eligibleVisitors: wide(counts?.eligibleVisitors ?? 0),
    };
  });
}

function minutesOf({ seconds }: RehearsalTally): number[] {
  const minutes = Array.from({ length: minutesShown + 1 }, () => 0);
  for (const [second, visits] of seconds.entries()) {
    const minute = Math.min(minutesShown, Math.floor(second / 60));
    minutes[minute] = (minutes[minute] ?? 0) + visits;
  }
  return minutes;
}

function mostOf(
  names: ReadonlyMap<string, number>,
  wide: (count: number) => number,
): { name: string; visits: number }[] {
  return [...names]
    .toSorted(([one, many], [other, more]) => more - many || (one < other ? -1 : 1))
    .slice(0, namesShown)
    .map(([name, visits]) => ({ name, visits: wide(visits) }));
}

function agentsOf(question: RehearsalQuestion, { from }: PastSpan): RehearsalAnswer['agents'] {
  if (!asksAgents(question)) return 'not-asked';
  const [first] = question.availability;
  if (first === undefined) return 'assumed';
  return first.at <= from ? 'recorded' : 'partly';
}

function namedGoal(question: RehearsalQuestion): RehearsalAnswer['goal'] {
  const goal = goalOf(question);
  if (goal === null) return null;
  const { name, window, value } = goal;
  const seconds = window.type === 'visit' ? 0 : window.seconds;
  return { name, window: { type: window.type, seconds }, hasValue: value.type !== 'none' };
}

function outcomeOf(
  { visitors, converted, value, valueSquares, pending }: Outcome,
  wide: (count: number) => number,
  sample: Sample | null,
): RehearsalAnswer['all'] {
  return {
    visitors: wide(visitors),
    converted: wide(converted),
    value: wide(value * 100) / 100,
    pending: wide(pending),
    rate: sample === null || visitors === 0 ? null : rateInterval(converted, visitors, sample),
    valueEach: sample === null ? null : meanInterval(value, valueSquares, visitors, sample),
  };
}
