// Which events the debugger shows, by verdict and search. It folds repeats into the event that they
// repeat, and keeps the rows still while somebody points at the list.
import type { DebugEntry } from '@opportune/protocol/rest/site.ts';

export type DebugFilter = 'all' | 'accepted' | 'refused';

/** Events with the verdict `told` were accepted, with a note. */
export function fitsEntry(entry: DebugEntry, filter: DebugFilter, search: string): boolean {
  if (filter !== 'all' && (entry.verdict === 'refused') !== (filter === 'refused')) return false;
  const wanted = search.trim().toLowerCase();
  return (
    wanted === '' ||
    `${entry.name} ${entry.visitor ?? ''} ${entry.code ?? ''}`.toLowerCase().includes(wanted)
  );
}

/** A key that tells entries apart. The server gives them no id. */
export function entryKey({ at, visitor, name, received }: DebugEntry): string {
  return `${at} ${visitor ?? ''} ${name} ${received.length} ${received.slice(0, 80)}`;
}

/** An event of the list, and how often it was repeated. */
export interface Folded {
  readonly entry: DebugEntry;
  readonly repeats: number;
}

/**
 * Folds repeats into the event that they repeat. Repeats are normal: a page sends unacknowledged
 * events when the visitor leaves it, and the next page sends them again. A repeat stands alone if
 * its event is no longer in the list.
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

/** A repeat is identical to the letter, including its id. */
function sameKey({ visitor, received }: DebugEntry): string {
  return `${visitor ?? ''} ${received}`;
}

/** What is shown while the list is held, and how many newer entries wait. Verdicts still update. */
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
