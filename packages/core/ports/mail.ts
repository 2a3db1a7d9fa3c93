// Sends e-mail: password resets, invitations, answers to left messages, transcripts, reports.
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { NotSent } from './channel.ts';

export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same as HTML. Everything people wrote in it must be escaped. */
  readonly html?: string;
  readonly replyTo?: string;
  readonly attachments?: readonly LetterFile[];
}

/** A text attached as a file. */
export interface LetterFile {
  readonly name: string;
  readonly type: string;
  readonly content: string;
}

export interface Mail {
  /** False if no server is configured. Callers must then report that. */
  readonly configured: boolean;
  /** The address that letters come from, if known. */
  readonly sender?: string;
  /** Rejects with `NotMailed` unless the server accepted it. `withinMs`: the total time limit. */
  send(letter: Letter, withinMs?: number): Promise<void>;
}

/** A letter that the mail server did not accept, or whose outcome is unknown. */
export class NotMailed extends Error {
  readonly outcome: NotSent;

  constructor(outcome: NotSent, said: string, cause?: unknown) {
    super(said, { cause });
    this.outcome = outcome;
  }
}

/** The outcome of a rejected send. Unknown if the error does not say. */
export function outcomeOf(error: unknown): NotSent {
  return error instanceof NotMailed
    ? error.outcome
    : { type: 'uncertain', detail: error instanceof Error ? error.message : String(error) };
}

/** The mail of an account: through its own server if it has one, else the installation's. */
export type MailOf = (account: AccountId) => Promise<Mail>;
