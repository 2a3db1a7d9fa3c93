// The words of the part, in the language of what visitors read. Nothing is drawn before its words
// are loaded.
import { contactEn, engagementEn } from '@opportune/words/en/chat.ts';
import { withWords, type Words } from '../speech.ts';

export interface Speaker {
  words(): Pick<Words['chat'], 'engagement' | 'contact'>;
  /**
   * Runs in a task of its own once the words are there, so that other work of the page gets its
   * turn.
   */
  soon(work: () => void): void;
}

export function createSpeaker(): Speaker {
  let words: ReturnType<Speaker['words']> = { engagement: engagementEn, contact: contactEn };
  let early: (() => void)[] | null = [];
  const soon = (work: () => void): void => {
    if (early) early.push(work);
    else setTimeout(work, 0);
  };
  withWords((other) => {
    words = other?.chat ?? words;
    const works = early ?? [];
    early = null;
    works.forEach(soon);
  });
  return { words: () => words, soon };
}
