// Sending e-mail: password resets, invitations, answers to messages that were left,
// transcripts, reports.

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
  send(letter: Letter): Promise<void>;
}
