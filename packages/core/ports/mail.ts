// Sending e-mail: password resets, invitations, answers to messages that were left.

export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly replyTo?: string;
}

export interface Mail {
  /** False where no server is configured; callers then say so instead of pretending. */
  readonly configured: boolean;
  send(letter: Letter): Promise<void>;
}
