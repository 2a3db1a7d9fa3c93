// Sending e-mail: password resets, invitations, answers to messages that were left,
// transcripts, reports.
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { NotSent } from './channel.ts';

export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same for those who read HTML; everything people wrote in it must be escaped. */
  readonly html?: string;
  readonly replyTo?: string;
  readonly attachments?: readonly LetterFile[];
}

/** A text that goes along as a file. */
export interface LetterFile {
  readonly name: string;
  readonly type: string;
  readonly content: string;
}

export interface Mail {
  /** False where no server is configured; callers then say so instead of pretending. */
  readonly configured: boolean;
  /** The address that letters come from, where it is known. */
  readonly sender?: string;
  /** Rejects with `NotMailed` unless the server took it. `withinMs`: how long it may take in all. */
  send(letter: Letter, withinMs?: number): Promise<void>;
}

/** A letter that the mail server did not take, or of which nobody knows whether it did. */
export class NotMailed extends Error {
  readonly outcome: NotSent;

  constructor(outcome: NotSent, said: string, cause?: unknown) {
    super(said, { cause });
    this.outcome = outcome;
  }
}

/** What became of a letter whose sending rejected: of what says nothing of it, nobody knows. */
export function outcomeOf(error: unknown): NotSent {
  return error instanceof NotMailed
    ? error.outcome
    : { type: 'uncertain', detail: error instanceof Error ? error.message : String(error) };
}

/** The mail of an account: through its own server, where it has one, else the installation's. */
export type MailOf = (account: AccountId) => Promise<Mail>;
