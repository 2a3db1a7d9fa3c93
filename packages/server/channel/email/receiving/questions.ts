// What the process that reads letters is asked, and its answers.
import type { LetterFile, OwnMail } from '../reading/letter.ts';
import { type ReadLetter, readFile, readHead, readPacked } from './read-packed.ts';

export type Question = { readonly raw: string; readonly own: OwnMail } & (
  | { readonly type: 'letter' }
  /** Only who wrote it and what it is about. */
  | { readonly type: 'head' }
  | { readonly type: 'file'; readonly place: number }
);

export interface Answer {
  readonly read: ReadLetter | null;
  readonly file: LetterFile | null;
}

export function answerTo(question: Question): Answer {
  const { raw, own } = question;
  switch (question.type) {
    case 'letter':
      return { read: readPacked(raw, own), file: null };
    case 'head':
      return { read: readHead(raw, own), file: null };
    case 'file':
      return { read: null, file: readFile(raw, own, question.place) };
  }
}

/** What a process says once, before it is asked. */
export const startedReading = 'started';
