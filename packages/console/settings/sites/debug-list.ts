// Which events the debugger shows: by verdict and search, repeats with what they repeat, and held
// still while they are pointed at.
import type { DebugEntry } from '@opportune/protocol/rest/site.ts';

export type DebugFilter = 'all' | 'accepted' | 'refused';

/** Told events were accepted, with a note. */
export function fitsEntry(entry: DebugEntry, filter: DebugFilter, search: string): boolean {
  if (filter !== 'all' && (entry.verdict === 'refused') !== (filter === 'refused')) return false;
  const wanted = search.trim().toLowerCase();
  return (
    wanted === '' ||
    `${entry.name} ${entry.visitor ?? ''} ${entry.code ?? ''}`.toLowerCase().includes(wanted)
  );
}

/** Tells two entries apart; the server names none. */
export function entryKey({ at, visitor, name, received }: DebugEntry): string {
  return `${at} ${visitor ?? ''} ${name} ${received.length} ${received.slice(0, 80)}`;
}

/** An event of the list, and how often it came again. */
export interface Folded {
  readonly entry: DebugEntry;
  readonly repeats: number;
}

/**
 * A repeat goes with the event that it repeats: a page that is left sends what is not acknowledged
 * yet, and the next page sends it again, so repeats are the rule and no news. One whose first coming
 * is out of the list stands alone.
 */
export function foldRepeats(entries: readonly DebugEntry[]): readonly Folded[] {
  const firsts = new Set(entries.filter((entry) => !isRepeat(entry)).map(sameKey));
  const folds = (entry: DebugEntry): boolean => isRepeat(entry) && firsts.has(sameKey(entry));
  const repeats = new Map<string, number>();
  for (const entry of entries)
    if (folds(entry)) repeats.set(sameKey(entry), (repeats.get(sameKey(entry)) ?? 0) + 1);
  return entries
    .filter((entry) => !folds(entry))
    .map((entry) => ({ entry, repeats: repeats.get(sameKey(entry)) ?? 0 }));
}

function isRepeat({ code }: DebugEntry): boolean {
  return code === 'event.repeat';
}

/** What is sent again is the same to the letter, its id included. */
function sameKey({ visitor, received }: DebugEntry): string {
  return `${visitor ?? ''} ${received}`;
}

/** What is shown while the list is held, and how many newer ones wait. Verdicts still change. */
export function heldEntries(
  entries: readonly DebugEntry[],
  held: readonly DebugEntry[] | null,
): { shown: readonly DebugEntry[]; waiting: number } {
  if (held === null) return { shown: entries, waiting: 0 };
  const now = new Map(entries.map((entry) => [entryKey(entry), entry]));
  const keys = new Set(held.map(entryKey));
  return {
    shown: held.map((entry) => now.get(entryKey(entry)) ?? entry),
    waiting: entries.filter((entry) => !keys.has(entryKey(entry))).length,
  };
}
