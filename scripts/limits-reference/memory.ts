// The section *Memory* of docs/reference/limits.md: every table that the server keeps in memory.
import { restBytes } from '@opportune/server/memory/plan.ts';
import { followingTables } from '@opportune/server/memory/following-tables.ts';
import { tableRows } from '@opportune/server/memory/tables.ts';
import { number } from './section.ts';

/** The section, line by line. */
export function memoryLines(): string[] {
  return [
    '## Memory',
    '',
    'What the server keeps in memory, how much of it, and what is evicted or refused when it is full. The',
    `*maximum* is \`OPPORTUNE_MEMORY\`, and ${number(restBytes / 1024 / 1024)} MiB of it are for the process at rest. A test fails on a`,
    'table that is not listed here.',
    '',
    '| table | bound | in bytes | when it is full |',
    '|---|---|---|---|',
    ...tableRows.map(
      ({ holds, bound, bytes, first }) =>
        `| ${holds} | ${bound === bytes ? '' : bound} | ${bytes} | ${first} |`,
    ),
    '',
    'Other tables hold one entry, or a bounded number of them, for each of these:',
    '',
    ...followingTables.map(
      ({ each, tables }) =>
        `- ${each}: ${tables.length} ${tables.length === 1 ? 'table' : 'tables'}`,
    ),
    '',
  ];
}
