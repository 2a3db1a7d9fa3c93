// Writes docs/reference/errors.md from the one table of errors.
import { errorTable } from '@opportune/protocol/errors.ts';

/** One row per code, in the order of the table. */
export function errorReference(): string {
  const rows = Object.entries(errorTable).map(([code, entry]) => {
    const close = 'close' in entry ? String(entry.close) : '';
    return `| \`${code}\` | ${entry.status} | ${close} | ${entry.retry ? 'yes' : 'no'} | ${entry.sentence} |`;
  });
  return [
    '# Errors',
    '',
    'Every refusal has one of these codes, on REST, intake and sockets alike. The meaning of a code never',
    'changes. *Again* says whether the same call may succeed later. `npm run generate` makes this page',
    'from `packages/protocol/errors.ts`.',
    '',
    '| code | HTTP | socket | again | |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
