// Replays ended visits from the stored logs through the same engine steps as live ones, so that the
// past is learnt in its present meaning. Reads a bounded number of visitors, the newest, a part at
// a time, because nobody waits for it.
import { RecentMemory } from '@opportune/core/behaviour/recent/recent-memory.ts';
import { compileConfiguration } from '@opportune/core/decision/configuration/compile.ts';
import { newVisitor, step } from '@opportune/core/decision/engine.ts';
import type { DecisionContext, VisitorLog } from '@opportune/core/decision/engine.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { Decision } from '@opportune/protocol/campaign/decision.ts';
import type { AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import { type AccountId, VisitorId } from '@opportune/protocol/ids.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { delayOf } from '@opportune/protocol/campaign/policy.ts';
import { followVisit, type OpenVisit } from './open-visit.ts';
import type { ReadLogs } from '../seams.ts';

const mostVisitors = 5_000;
const visitorsAtOnce = 50;

export interface PastQuestion {
  readonly configuration: Configuration;
  /** Selects visits that ended after `fromMs` and, including their gap, before the other bound. */
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Visits in parts, roughly in the order in which they ended. */
export async function* pastVisits(
  facts: FactStore,
  readLogs: ReadLogs,
  { configuration, fromMs, untilMs }: PastQuestion,
): AsyncGenerator<readonly OpenVisit[]> {
  const { account } = configuration;
  const visitors = await visitorsSince(facts, account, fromMs, untilMs);
  const contexts = contextsOf(configuration);
  for (let from = 0; from < visitors.length; from += visitorsAtOnce) {
    const logs = await readLogs(account, visitors.slice(from, from + visitorsAtOnce));
    const ended = [...logs.values()].flatMap((log) => visitsOf(log, contexts));
    yield ended
      .filter(({ lastAt }) => lastAt > fromMs && lastAt + profileLimits.visitGapMs <= untilMs)
      .toSorted((one, other) => one.lastAt - other.lastAt);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The newest visitors, in order of arrival. */
async function visitorsSince(
  facts: FactStore,
  account: AccountId,
  fromMs: number,
  untilMs: number,
): Promise<readonly VisitorId[]> {
  const rows = await facts.query<{ visitor: string }>(
    account,
    `SELECT visitor, max(at) AS last_at FROM $events
     WHERE bot = 0 AND at >= fromUnixTimestamp64Milli(toInt64({from:Float64}))
       AND at < fromUnixTimestamp64Milli(toInt64({until:Float64}))
     GROUP BY visitor ORDER BY last_at DESC LIMIT ${mostVisitors}`,
    { from: fromMs, until: untilMs },
  );
  return rows.map(({ visitor }) => VisitorId.parse(visitor)).toReversed();
}

type Context = Omit<DecisionContext, 'now'>;

/**
 * The context of each event. Imported events came with a secret key, so goals of any trust accept
 * them.
 */
interface Contexts {
  readonly own: Context;
  readonly imported: Context;
  readonly memory: RecentMemory;
}

function contextsOf(configuration: Configuration): Contexts {
  const goals = configuration.goals.map((goal) => ({ ...goal, trust: 'page' as const }));
  return {
    own: contextOf(configuration),
    imported: contextOf({ ...configuration, goals }),
    memory: new RecentMemory(),
  };
}

/** The current goals and no campaign, so that nothing is decided again. */
function contextOf(configuration: Configuration): Context {
  let ordinal = 0;
  return {
    configuration: compileConfiguration({ ...configuration, campaigns: [] }),
    availability: { version: 0, at: 0, skills: {} },
    nextOrdinal: () => ++ordinal,
    reachable: false,
  };
}

function visitsOf({ events, decisions }: VisitorLog, contexts: Contexts): readonly OpenVisit[] {
  const [first] = events;
  if (first === undefined || events.length >= profileLimits.restoreEvents) return [];
  const state = newVisitor(first.account, first.site, first.visitor, contexts.memory);
  const sent = decisions.flatMap((each) => sentAt(each) ?? []);
  const visits: OpenVisit[] = [];
  let open: OpenVisit | null = null;
  for (const { event, context } of inOrder(events, contexts)) {
    const effects = step(state, { type: 'event', event }, { ...context, now: event.receivedAt });
    const next = followVisit(open, state, effects);
    if (next !== open && next !== null) visits.push(next);
    open = next;
    const since = state.visit?.startedAt ?? Infinity;
    if (open !== null && sent.some((at) => at >= since && at <= event.receivedAt))
      open.treated = true;
  }
  return state.bot ? [] : visits;
}

/** The events as they would have been received, each with its context. */
function inOrder(events: VisitorLog['events'], { own, imported }: Contexts) {
  return events
    .map((each) => ({ event: asLive(each), context: each.imported ? imported : own }))
    .toSorted((one, other) => one.event.receivedAt - other.event.receivedAt);
}

/** When a decision's engagement was sent, or would have been. Null if nothing was offered. */
function sentAt({ arm, at, policy }: Decision): number | null {
  if (arm.type === 'control') return null;
  const delayS = delayOf(policy?.action ?? 'now');
  return delayS === null ? null : at + delayS * 1000;
}

/** For learning, an imported or late event happened at its own time. */
function asLive(event: AcceptedEvent): AcceptedEvent {
  return event.imported ? { ...event, imported: false, receivedAt: event.at } : event;
}
