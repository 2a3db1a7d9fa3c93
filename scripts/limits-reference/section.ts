// One section of docs/reference/limits.md: a table with the value of each limit and its sentence. A
// limit without a sentence does not compile.

export type Sentences<Limits> = { readonly [Name in keyof Limits]: string };

/** The section, line by line. */
export function section<Limits extends Readonly<Record<string, number>>>(
  title: string,
  limits: Limits,
  sentences: Sentences<Limits>,
): string[] {
  const rows = Object.entries(limits).map(
    ([name, value]) => `| \`${name}\` | ${written(name, value)} | ${sentences[name] ?? ''} |`,
  );
  return [`## ${title}`, '', '| limit | value | |', '|---|---|---|', ...rows, ''];
}

const units: readonly (readonly [number, string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
  [1, 'ms'],
];

/** The value in the largest unit that divides it. */
function written(name: string, value: number): string {
  if (name.endsWith('Bytes'))
    return value % 1_048_576 === 0 ? `${value / 1_048_576} MiB` : `${value / 1024} KiB`;
  if (!name.endsWith('Ms')) return value.toLocaleString('en');
  const [size, unit] = units.find(([each]) => value % each === 0) ?? [1, 'ms'];
  return `${value / size} ${unit}`;
}

/** A number with commas. */
export function number(value: number): string {
  return value.toLocaleString('en');
}
