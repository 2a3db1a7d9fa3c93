// Questions and their needs from a file of two columns, and repeatable shuffles of them. It selects
// nothing.
import { readFile } from 'node:fs/promises';
import { saidOnly, type NeedExample } from '@opportune/core/learning/needs/evidence.ts';
import { dataFile, sayAbsent } from './data-files.ts';

/** Null if the file is absent. It then reports that `figures` are skipped. */
export async function readExamples(
  name: string,
  figures: readonly string[],
): Promise<readonly NeedExample[] | null> {
  const file = dataFile(name);
  if (file === null) {
    sayAbsent(name, figures);
    return null;
  }
  const [, ...rows] = cellsOf(await readFile(file, 'utf8'));
  return rows.flatMap(([text, need]) =>
    text === undefined || need === undefined ? [] : [{ evidence: saidOnly(text), need }],
  );
}

/** Rows of a CSV file (RFC 4180): a quoted cell may hold commas, line breaks and doubled quotes. */
function cellsOf(csv: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of csv.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g,
  )) {
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    if (row.length > 1) rows.push(row);
    row = [];
  }
  return rows;
}

/** A new order, determined by the seed (mulberry32 keys). */
export function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return items
    .map((item) => ({ item, key: next() }))
    .sort((one, other) => one.key - other.key)
    .map(({ item }) => item);
}

export function firstOfEach(examples: readonly NeedExample[], most: number): NeedExample[] {
  const taken = new Map<string, number>();
  return examples.filter(({ need }) => {
    const before = taken.get(need) ?? 0;
    taken.set(need, before + 1);
    return before < most;
  });
}
