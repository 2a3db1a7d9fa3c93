// Results as CSV (RFC 4180), the same figures as on the screen. Cells that a spreadsheet would run
// as a formula are defused.
import type { CampaignResults } from '@opportune/protocol/rest/report.ts';

type Cell = string | number | null;

export function resultsCsv(results: CampaignResults): string {
  const head = [
    'day',
    'arm',
    'eligible',
    'exposed',
    'engaged',
    'converted',
    `value (${results.currency})`,
  ];
  const rows = results.days.flatMap(({ day, optimise, treatment, control }) => [
    ...(optimise === undefined ? [] : [[day, 'optimise', ...offered(optimise)]]),
    [day, optimise === undefined ? 'treatment' : 'always', ...offered(treatment)],
    [day, 'control', control.eligible, null, null, control.converted, control.value],
  ]);
  return csv([head, ...rows]);
}

/** The counts of an arm that may be shown something. */
function offered(counts: CampaignResults['days'][number]['treatment']): Cell[] {
  const { eligible, exposed, engaged, converted, value } = counts;
  return [eligible, exposed, engaged, converted, value];
}

/** Rows of cells as CSV text with CRLF line ends. */
export function csv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => row.map(cellText).join(',')).join('\r\n') + '\r\n';
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
