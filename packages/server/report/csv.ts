// Results as CSV, the same figures as on the screen.
import type { CampaignResults } from '@opportune/protocol/rest/report.ts';
import { type Cell, csv } from '../http/csv.ts';

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
