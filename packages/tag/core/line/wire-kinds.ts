// The kinds of connection: a socket, or the polls that load if sockets are blocked.
import type { Hello, ServerFrame, VisitorFrame } from '../../wire.ts';

export interface Wire {
  send(frame: VisitorFrame): void;
  close(): void;
}

export interface Ears {
  frame(frame: ServerFrame): void;
  /** `refused`: the server said that retrying will not help. */
  gone(refused: boolean): void;
}

/** What the bundle of polls exports. `json` is the tag's own writer. */
export interface PollsPart {
  openPolls(base: string, hello: () => Hello, ears: Ears, json: (value: unknown) => string): Wire;
}
