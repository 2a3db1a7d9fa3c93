// The job of a transcript, created together with the record of the request, so that the e-mail is
// sent even if the server stops in between.
import type { JobStore } from '@opportune/core/ports/jobs.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import { digest } from '@opportune/core/world/fingerprint.ts';
import { afterLimits } from '@opportune/protocol/conversation/after.ts';
import { type AccountId, ConversationId, JobId } from '@opportune/protocol/ids.ts';
import { z } from 'zod';

export const transcriptJob = 'transcript.send';

/** One try: a later one is another. */
export const TranscriptTry = z.object({
  conversation: ConversationId,
  by: z.enum(['visitor', 'agent']),
  tries: z.number().int(),
});
export type TranscriptTry = z.infer<typeof TranscriptTry>;

/** What the order says, where the letter is this caller's to send. */
export interface TranscriptTo {
  readonly account: AccountId;
  readonly conversation: ConversationId;
  readonly address: string;
}

export function makeTranscriptJob(
  jobs: Pick<JobStore, 'make'>,
  sql: Sql,
  account: AccountId,
  payload: TranscriptTry,
  now: number,
): Promise<boolean> {
  const { conversation, by, tries } = payload;
  const job = {
    id: JobId.parse(`t.${digest(JSON.stringify([conversation, by, tries]))}`),
    ...{ kind: transcriptJob, lane: transcriptJob },
    ...{ key: `transcript/${conversation}`, payload, dueAt: now },
    deadlineAt: now + afterLimits.transcriptTriedMs,
  };
  return jobs.make(sql, account, job, now);
}
