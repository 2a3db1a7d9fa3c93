// docs/reference/personal-data.md, from the declarations.
import { columnsOf, type Declarations, type DeclaredColumn } from './declaration.ts';
import { factsData, recordsData } from './personal-data.ts';

/** The whole document. */
export function personalDataReference(): string {
  return [
    '# Personal data',
    '',
    'What is stored about people. `npm run generate` makes this page from the declarations in',
    '`packages/server/privacy/`. A test compares them with the schemas of both stores and fails on a',
    'column without a declaration.',
    '',
    'Data belongs to a **visitor** (a browser or app install), a **contact** (a person the business talks',
    'to) or a **user** (a person who signs in, or a program). Columns without personal data are left out.',
    'Tables without personal data are listed at the end.',
    ...storeLines('PostgreSQL', recordsData),
    ...storeLines('ClickHouse', factsData),
    '',
    '## Without personal data',
    '',
    impersonal().join(', ') + '.',
    '',
  ].join('\n');
}

function storeLines(store: string, declarations: Declarations): readonly string[] {
  const owned = columnsOf(declarations).filter(({ owner }) => owner !== 'nobody');
  return [
    '',
    `## ${store}`,
    ...[...Map.groupBy(owned, ({ table }) => table)].flatMap(([table, columns]) =>
      tableLines(table, columns),
    ),
  ];
}

function tableLines(table: string, columns: readonly DeclaredColumn[]): readonly string[] {
  const parts = Map.groupBy(columns, ({ owner, kind }) => `${owner} | ${kind}`);
  return [
    '',
    `### ${table}`,
    '',
    `Kept: ${columns[0]?.kept ?? ''}.`,
    '',
    '| whose | kind | columns |',
    '|---|---|---|',
    ...[...parts].map(
      ([of, each]) => `| ${of} | ${each.map(({ column }) => `\`${column}\``).join(', ')} |`,
    ),
  ];
}

function impersonal(): readonly string[] {
  const all = Object.entries({ ...recordsData, ...factsData });
  return all
    .filter(([, { visitor, contact, user }]) => !visitor && !contact && !user)
    .map(([table]) => `\`${table}\``);
}
