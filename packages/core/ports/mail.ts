// Sending e-mail: password resets, invitations, answers to messages that were left,
// transcripts.

export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same for those who read HTML; everything people wrote in it must be escaped. */
  readonly html?: string;
  readonly replyTo?: string;
}

export interface Mail {
  /** False where no server is configured; callers then say so instead of pretending. */
  readonly configured: boolean;
  send(letter: Letter): Promise<void>;
}
