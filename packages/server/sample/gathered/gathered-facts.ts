// Facts of a sample shop, gathered into large batches: the store's cost is per batch, and years of
// small ones pass here in a minute. An append resolves at once, so what is gathered is lost in a
// crash; a sample shop that was not finished is removed anyway. A query sees everything appended.
import { randomUUID } from 'node:crypto';
import type { FactLines, FactRow, FactStore, FactTable } from '@opportune/core/ports/facts.ts';

/** Rows of one batch. */
const enoughRows = 50_000;

export interface GatheredFacts extends FactStore {
  /** Resolves when everything appended is durable. */
  settle(): Promise<void>;
}

type Part = readonly FactRow[] | FactLines;

export function gatherFacts(facts: FactStore): GatheredFacts {
  let waiting = new Map<FactTable, Part[]>();
  let rows = 0;
  let stored: Promise<void> = Promise.resolve();

  /** Parts of one table leave one after another, because their columns may differ. */
  function flush(): Promise<void> {
    if (rows === 0) return stored;
    const batches = waiting;
    waiting = new Map();
    rows = 0;
    stored = stored.then(async () => {
      for (const [table, parts] of batches)
        for (const part of joined(parts))
          await facts.append({ token: `sample ${randomUUID()}`, tables: { [table]: part } });
    });
    return stored;
  }

  return {
    async append({ tables }) {
      for (const [table, part] of entriesOf(tables)) {
        const parts = waiting.get(table) ?? [];
        waiting.set(table, parts);
        parts.push(isLines(part) ? copied(part) : part);
        rows += isLines(part) ? part.rows : part.length;
      }
      if (rows >= enoughRows) await flush();
    },
    async query(...asked) {
      await flush();
      return facts.query(...asked);
    },
    async queryLines(...asked) {
      await flush();
      return facts.queryLines(...asked);
    },
    async remove(account) {
      await flush();
      await facts.remove(account);
    },
    settle: () => flush(),
    async close() {
      await flush();
    },
  };
}

function entriesOf(
  tables: Readonly<Partial<Record<FactTable, Part>>>,
): (readonly [FactTable, Part])[] {
  const names: readonly FactTable[] = [
    'events',
    'decisions',
    'conversions',
    'availability',
    'bursts',
  ];
  return names.flatMap((table) => {
    const part = tables[table];
    return part === undefined ? [] : [[table, part] as const];
  });
}

function isLines(part: Part): part is FactLines {
  return 'columns' in part;
}

/** The ledger uses its memory again once an append has resolved. */
function copied({ bytes, ...part }: FactLines): FactLines {
  return { ...part, bytes: bytes.map((each) => Uint8Array.from(each)) };
}

/** Parts with the same columns as one. */
function joined(parts: readonly Part[]): readonly Part[] {
  const lines = new Map<string, FactLines>();
  const others: Part[] = [];
  for (const part of parts) {
    if (!isLines(part)) {
      others.push(part);
      continue;
    }
    const key = part.columns.join();
    const before = lines.get(key);
    lines.set(key, {
      columns: part.columns,
      rows: part.rows + (before?.rows ?? 0),
      bytes: [...(before?.bytes ?? []), ...part.bytes],
    });
  }
  return [...lines.values(), ...others];
}
