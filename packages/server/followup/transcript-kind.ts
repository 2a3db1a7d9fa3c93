// Does the job of a transcript, once: whoever finds that another had begun does not know whether the letter
// left, and sends nothing. Who asked for it is told what became of it.
import type { JobKind } from '@opportune/core/ports/jobs.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { transcriptJob, type TranscriptTo, TranscriptTry } from './transcript-job.ts';
import type { Transcripts } from './transcripts.ts';

/** What became of a letter; `refused` is null where the mail server took it. */
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
      const { refused, isUnknown } = await send({ account, ...to });
      const sentAt = refused === null ? clock.now() : null;
      return {
        type: 'done',
        // What nobody knows the outcome of stays under way, and may be asked for again a minute later.
        along: async (sql) => {
          if (!isUnknown) await transcripts.settle(sql, payload, sentAt);
        },
        after: () => became(account, payload, refused),
      };
    },
  };
}
