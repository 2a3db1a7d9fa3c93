// Converts rows of jobs into the port's values.
import type { DeadJob, LeasedJob } from '@opportune/core/ports/jobs.ts';
import { JobId } from '@opportune/protocol/ids.ts';

export interface JobRow {
  readonly account: string;
  readonly id: string;
  readonly kind: string;
  readonly key: string;
  readonly lane: string;
  readonly payload: unknown;
  readonly made_at: Date;
  readonly due_at: Date;
  readonly deadline_at: Date;
  readonly attempts: number;
  readonly lease: string | null;
  readonly leased_until: Date | null;
  readonly reason: string | null;
  readonly over_at: Date | null;
}

const leased = [
  ...['id', 'kind', 'key', 'lane', 'payload', 'made_at', 'due_at', 'deadline_at', 'attempts'],
  ...['reason', 'lease', 'leased_until', 'number'],
];
/** What `leasedJobOf` reads, by name, and the number by which jobs are ordered. */
export const leasedColumns = leased.join(', ');
/** The same of a table or an alias. */
export const leasedColumnsOf = (table: string) =>
  leased.map((column) => `${table}.${column}`).join(', ');

export function leasedJobOf(row: Omit<JobRow, 'account' | 'over_at'>): LeasedJob {
  return {
    id: JobId.parse(row.id),
    kind: row.kind,
    key: row.key,
    lane: row.lane,
    payload: row.payload,
    madeAt: row.made_at.getTime(),
    dueAt: row.due_at.getTime(),
    deadlineAt: row.deadline_at.getTime(),
    attempt: row.attempts,
    reason: row.reason,
    lease: row.lease ?? '',
    until: row.leased_until?.getTime() ?? 0,
  };
}

export function deadJobOf(row: JobRow): DeadJob {
  return {
    id: JobId.parse(row.id),
    kind: row.kind,
    key: row.key,
    reason: row.reason ?? '',
    attempts: row.attempts,
    madeAt: row.made_at.getTime(),
    diedAt: row.over_at?.getTime() ?? 0,
  };
}
