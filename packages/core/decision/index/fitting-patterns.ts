// Which patterns of a configuration an event fits. A pattern that requires a property to equal a
// value is found by that value, so only a few of thousands for the same event name are checked.
import { readPath, type Pattern } from '../../behaviour/condition/pattern.ts';
import type { Scalar } from '../../behaviour/profile.ts';
import type { RecentEvent } from '../../behaviour/recent/event-block.ts';

/**
 * Patterns of one event name. Those that require a property to equal a value are listed by that
 * value.
 */
interface EventPatterns {
  readonly byValue: readonly {
    readonly path: string;
    readonly values: ReadonlyMap<Scalar | null, ValuePatterns>;
  }[];
  readonly others: readonly Pattern[];
}

/** `sure`: the numbers of the patterns that require nothing else. */
interface ValuePatterns {
  readonly sure: number[];
  readonly unsure: Pattern[];
}

export class FittingPatterns {
  readonly #events: ReadonlyMap<string, EventPatterns>;
  /** Numbers of the patterns that the last event fits. */
  readonly #found: number[] = [];

  constructor(patterns: readonly Pattern[]) {
    const byEvent = Map.groupBy(patterns, ({ event }) => event);
    this.#events = new Map([...byEvent].map(([event, list]) => [event, patternsByValue(list)]));
  }

  /** Numbers of the patterns that an event fits. Valid until the next call. */
  of(event: RecentEvent): readonly number[] {
    this.#found.length = 0;
    const patterns = this.#events.get(event.name);
    if (patterns === undefined) return this.#found;
    for (const { path, values } of patterns.byValue) {
      const value = readPath(event.subject, path);
      const of = typeof value === 'object' || value === undefined ? undefined : values.get(value);
      if (of === undefined) continue;
      for (const id of of.sure) this.#found.push(id);
      this.#add(of.unsure, event);
    }
    this.#add(patterns.others, event);
    return this.#found;
  }

  #add(patterns: readonly Pattern[], { subject }: RecentEvent): void {
    for (const pattern of patterns) if (pattern.fits(subject)) this.#found.push(pattern.id);
  }
}

function patternsByValue(patterns: readonly Pattern[]): EventPatterns {
  const paths = new Map<string, Map<Scalar | null, ValuePatterns>>();
  const others: Pattern[] = [];
  for (const pattern of patterns) {
    const { id, key } = pattern;
    if (key === null) {
      others.push(pattern);
      continue;
    }
    const values = paths.get(key.path) ?? new Map<Scalar | null, ValuePatterns>();
    paths.set(key.path, values);
    const of: ValuePatterns = values.get(key.value) ?? { sure: [], unsure: [] };
    values.set(key.value, of);
    if (key.sure) of.sure.push(id);
    else of.unsure.push(pattern);
  }
  return { byValue: [...paths].map(([path, values]) => ({ path, values })), others };
}
