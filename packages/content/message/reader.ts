// The reader for whom a message is drawn: the surrounding words in their language, and what they
// may do with it.
import type { Choice } from '@opportune/protocol/conversation/message-content.ts';
import type { FieldProblem, Values } from './respond.ts';

export interface MessageWords {
  readonly openPicture: (name: string) => string;
  readonly saveFile: (name: string) => string;
  readonly replies: string;
  readonly chosen: string;
  readonly cards: (count: number) => string;
  readonly card: (at: number, of: number) => string;
  readonly previous: string;
  readonly next: string;
  readonly optional: string;
  readonly chooseOne: string;
  readonly submit: string;
  readonly answered: string;
  readonly problems: Readonly<Record<FieldProblem, string>>;
}

/** What a reader may do with it. */
export interface MessageActs {
  choose(choice: Choice): void;
  submit(values: Values): void;
}
