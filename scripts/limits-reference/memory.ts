// The section *Memory* of docs/reference/limits.md: every table that the server keeps in memory.
import { countShares, reservedBytes, restBytes } from '@opportune/server/memory/plan.ts';
import {
  bytesOfOne,
  type FollowingTables,
  followingTables,
} from '@opportune/server/memory/following-tables.ts';
import { tableRows } from '@opportune/server/memory/tables.ts';
import { number } from './section.ts';

/** The section, line by line. */
export function memoryLines(): string[] {
  return [
    '## Memory',
    '',
    'What the server keeps in memory, how much of it, and what is evicted or refused when it is full. The',
    `*maximum* is \`OPPORTUNE_MEMORY\`, and ${number(restBytes / 1024 / 1024)} MiB of it are for the process at rest.`,
    `${number(reservedBytes / 1024 / 1024)} MiB are reserved for what cannot be counted: what the allocator holds, and the work of one large`,
    'request. A test fails on a table that is not listed here.',
    '',
    '| table | bound | in bytes | when it is full |',
    '|---|---|---|---|',
    ...tableRows.map(
      ({ holds, bound, bytes, first }) =>
        `| ${holds} | ${bound === bytes ? '' : bound} | ${bytes} | ${first} |`,
    ),
    '',
    'Other tables hold one entry, or a bounded number of them, for each of these. The bytes are those of the',
    'largest entry in all tables, and of as many as there can be.',
    '',
    '| for each | tables | at most | bytes of one | bytes of all | beyond |',
    '|---|---|---|---|---|---|',
    ...followingTables.map(followingLine),
    '',
  ];
}

function followingLine(group: FollowingTables): string {
  const { each, most, of, first, tables } = group;
  const one = bytesOfOne(group);
  const whose = of === undefined ? '' : ` of ${of}`;
  const share = Object.values(countShares).find((each) => each.of === group);
  const fits =
    share === undefined
      ? ''
      : `; as many as fit into ${share.percent} % of what the maximum leaves`;
  const many = most === null || most === 1 ? '' : `${number(most)}${whose}${fits}`;
  const all = most === null ? '' : `${sized(most * one)}${whose}`;
  return `| ${each} | ${Object.keys(tables).length} | ${many} | ${sized(one)} | ${all} | ${first} |`;
}

function sized(bytes: number): string {
  const KiB = 1024;
  return bytes < KiB * KiB
    ? `${number(Math.ceil(bytes / KiB))} KiB`
    : `${number(Math.ceil(bytes / KiB / KiB))} MiB`;
}
