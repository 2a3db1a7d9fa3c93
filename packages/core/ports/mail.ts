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
  readonly cc?: readonly string[];
  readonly bcc?: readonly string[];
  /** With its angle brackets, as those below. Absent: the mail server is given one of nobody's. */
  readonly messageId?: string;
  readonly inReplyTo?: string;
  readonly references?: readonly string[];
  /** Further fields of its header, such as `List-Unsubscribe` of a campaign (RFC 8058). */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A file, or a text as a file. */
export interface LetterFile {
  readonly name: string;
  readonly type: string;
  readonly content: string | Uint8Array;
}

export interface Mail {
  /** False if no server is configured. Callers must then report that. */
  readonly configured: boolean;
  /** The address that letters come from, if known. */
  readonly sender?: string;
  /** Rejects with `NotMailed` unless the server accepted it. `withinMs`: the total time limit. */
  send(letter: Letter, withinMs?: number, left?: OnLeft): Promise<void>;
  /** Signs in and sends nothing. Rejects as above. */
  check?(): Promise<void>;
}

/** Called with the letter as it left, without its recipients in BCC, once it was accepted. */
export type OnLeft = (raw: Uint8Array) => void;

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
