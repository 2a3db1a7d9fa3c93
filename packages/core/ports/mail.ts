// Sending e-mail: password resets, invitations, answers to messages that were left,
// transcripts, reports.
import type { AccountId } from '@opportune/protocol/ids.ts';

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
  send(letter: Letter): Promise<void>;
}

/** The mail of an account: through its own server, where it has one, else the installation's. */
export type MailOf = (account: AccountId) => Promise<Mail>;
