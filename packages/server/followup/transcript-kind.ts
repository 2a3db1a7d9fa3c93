// Runs the job of a transcript once. If an earlier attempt had begun, nobody knows whether the
// e-mail was sent, so nothing is sent. The requester learns the result.
import type { JobKind } from '@opportune/core/ports/jobs.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { transcriptJob, type TranscriptTo, TranscriptTry } from './transcript-job.ts';
import type { Transcripts } from './transcripts.ts';

/** The result of an e-mail. `refused` is null if the mail server accepted it. */
export interface Sent {
  readonly refused: ErrorCode | null;
  /** It may have left. */
  readonly isUnknown: boolean;
}

export interface TranscriptJobParts {
  readonly transcripts: Transcripts;
  readonly clock: Clock;
  readonly send: (to: TranscriptTo) => Promise<Sent>;
  /** Tells who waits for it. */
  readonly became: (account: AccountId, of: TranscriptTry, refused: ErrorCode | null) => void;
}

export function transcriptKind(use: TranscriptJobParts): JobKind<TranscriptTry> {
  const { transcripts, clock, send, became } = use;
  return {
    name: transcriptJob,
    payload: TranscriptTry,
    async handle({ account, payload }) {
      const to = await transcripts.begin(account, payload, clock.now());
      if (to === null) return { type: 'done' };
      const { refused, isUnknown } =
        typeof to === 'string' ? { refused: to, isUnknown: false } : await send({ account, ...to });
      const sentAt = refused === null ? clock.now() : null;
      return {
        type: 'done',
        // An unknown outcome stays in progress, and may be requested again a minute later.
        along: async (sql) => {
          if (!isUnknown) await transcripts.settle(sql, payload, sentAt);
        },
        after: () => became(account, payload, refused),
      };
    },
  };
}
