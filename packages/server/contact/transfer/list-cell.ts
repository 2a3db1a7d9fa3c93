// Several texts in one cell, such as tags. One that has the separator in it, or looks as if it were quoted, is in
// quotes, which are doubled inside, as RFC 4180 has it for cells.

export type Separator = ',' | ';';

export function listCell(items: readonly string[], separator: Separator): string {
  return items.map((item) => itemText(item, separator)).join(`${separator} `);
}

function itemText(item: string, separator: Separator): string {
  const isPlain = item.trim() === item && !item.startsWith('"') && !item.includes(separator);
  return isPlain ? item : `"${item.replaceAll('"', '""')}"`;
}

const quoted = {
  ',': /\s*"((?:[^"]|"")*)"\s*(?:,|$)/y,
  ';': /\s*"((?:[^"]|"")*)"\s*(?:;|$)/y,
} as const;

/** The texts of a cell without empty ones, at most one more than `most`. */
export function itemsIn(cell: string, separator: Separator, most: number): readonly string[] {
  const items: string[] = [];
  for (let at = 0; at < cell.length && items.length <= most;) {
    const pattern = quoted[separator];
    pattern.lastIndex = at;
    const whole = pattern.exec(cell);
    const end = cell.indexOf(separator, at);
    const plain = cell.slice(at, end === -1 ? cell.length : end).trim();
    const item = whole?.[1]?.replaceAll('""', '"') ?? plain;
    if (item !== '') items.push(item);
    at = whole !== null ? pattern.lastIndex : end === -1 ? cell.length : end + 1;
  }
  return items;
}
