// Dead letters over REST: jobs that failed until their deadline, or for good. An administrator
// reads the reason, and retries or drops the job.
import { JobId } from '@opportune/protocol/ids.ts';
import { jobLimits } from '@opportune/protocol/limits/accounts.ts';
import { DeadLetters } from '@opportune/protocol/rest/jobs.ts';
import { PageQuery } from '@opportune/protocol/rest/common.ts';
import type { JobStore } from '@opportune/core/ports/jobs.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { z } from 'zod';
import { refuse } from '../http/problem/refusal.ts';
import type { App } from '../http/rest/app.ts';
import { operation } from '../http/rest/operation.ts';
import { pageOf, readCursor } from '../http/rest/page.ts';

export interface DeadLetterParts {
  readonly jobs: JobStore;
  readonly records: Records;
  readonly clock: Clock;
  /** Announces that a job is due. */
  readonly made: (account: AccountId) => void;
}

const ofJobs = { tag: 'Jobs', access: 'administrator' } as const;
const ofOne = { ...ofJobs, params: z.object({ id: JobId }) } as const;

export function deadLetterRoutes(app: App, { jobs, records, clock, made }: DeadLetterParts): void {
  const acted = async (account: AccountId, act: (sql: Sql) => Promise<boolean>): Promise<void> => {
    if (!(await records.withAccount(account, act))) throw refuse('request.not_found');
  };
  operation(app, 'GET /dead-letters', {
    ...ofJobs,
    id: 'listDeadLetters',
    summary: 'Dead letters: jobs that failed permanently',
    description: 'Newest first. They are kept for 30 days.',
    query: PageQuery,
    answer: DeadLetters,
    async handle({ account, query: { cursor, limit } }) {
      const letters = await jobs.dead(account, { before: readCursor(cursor), limit: limit + 1 });
      const placeOf = ({ diedAt, id }: (typeof letters)[number]) => ({ at: diedAt, id });
      return pageOf(letters, limit, placeOf, (letter) => letter);
    },
  });
  operation(app, 'POST /dead-letters/:id/retry', {
    ...ofOne,
    id: 'retryDeadLetter',
    summary: 'Try a failed job again',
    description: 'It starts from the beginning and is retried for up to a day.',
    async handle({ account, params }) {
      const now = clock.now();
      const times = { now, deadlineAt: now + jobLimits.revivedMs };
      await acted(account, (sql) => jobs.revive(sql, params.id, times));
      made(account);
    },
  });
  operation(app, 'DELETE /dead-letters/:id', {
    ...ofOne,
    id: 'deleteDeadLetter',
    summary: 'Delete a failed job',
    handle: ({ account, params }) => acted(account, (sql) => jobs.drop(sql, params.id)),
  });
}
