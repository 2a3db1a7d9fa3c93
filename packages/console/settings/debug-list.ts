// Which events the debugger shows: by verdict and search, and held still while they are pointed at.
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
