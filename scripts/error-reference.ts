// docs/reference/errors.md, from the one table of errors.
import { errorTable } from '@opportune/protocol/errors.ts';

/** The page, one row a code in the order of the table. */
export function errorReference(): string {
  const rows = Object.entries(errorTable).map(([code, entry]) => {
    const close = 'close' in entry ? String(entry.close) : '';
    return `| \`${code}\` | ${entry.status} | ${close} | ${entry.retry ? 'yes' : 'no'} | ${entry.sentence} |`;
  });
  return [
    '# Errors',
    '',
    'Every refusal carries one of these codes, on REST, intake and sockets alike; a code never changes',
    'its meaning. *Again* says whether the same call may succeed later. This page is generated from',
    '`packages/protocol/errors.ts` by `npm run generate`.',
    '',
    '| code | HTTP | socket | again | |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
