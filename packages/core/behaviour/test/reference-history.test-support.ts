// The log as the slow evaluator reads it: without repeats, each event with its visit and whether it
// is live. The result for one log is cached, because it is read many times.
import type { AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';

export interface Entry {
  readonly event: AcceptedEvent;
  /** The number of the visit it belongs to. 0: there is none yet. */
  readonly visit: number;
  readonly live: boolean;
  /** It belongs to that visit: history from before it does not. */
  readonly within: boolean;
  /** Live and the visitor's own: it moves pages and attention. */
  readonly own: boolean;
  readonly begins: boolean;
  /** When it was received. For an imported event, when it happened. */
  readonly clock: number;
}

export interface History {
  readonly entries: readonly Entry[];
  readonly visit: number;
}

const known = new WeakMap<readonly AcceptedEvent[], History>();

export function historyOf(log: readonly AcceptedEvent[]): History {
  const before = known.get(log);
  if (before !== undefined) return before;
  const entries = entriesOf(log);
  const history = { entries, visit: entries[entries.length - 1]?.visit ?? 0 };
  known.set(log, history);
  return history;
}

function entriesOf(log: readonly AcceptedEvent[]): readonly Entry[] {
  const first = log.filter((event, at) => log.findIndex(({ id }) => id === event.id) === at);
  let visit = 0;
  let startedAt = 0;
  let lastAt = 0;
  return first.map((event): Entry => {
    const { receivedAt, trust, imported } = event;
    const clock = imported ? event.at : receivedAt;
    const live = !imported && receivedAt - event.at <= intakeLimits.liveMs;
    if (trust === 'server')
      return { event, visit, within: true, live, own: false, begins: false, clock };
    const counts = live || imported;
    const begins = visit === 0 || (counts && clock - lastAt > profileLimits.visitGapMs);
    if (begins) visit++;
    if (begins) startedAt = lastAt = clock;
    else if (counts) lastAt = Math.max(lastAt, clock);
    const within = !imported || clock >= startedAt;
    return { event, visit, within, live, own: live, begins, clock };
  });
}
