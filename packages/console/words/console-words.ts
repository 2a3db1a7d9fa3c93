// The reader of the console's own catalogue.
import { consoleEn } from '@opportune/words/en/desk/console.ts';
import { createWords } from './words.ts';

export type ConsoleKey = keyof typeof consoleEn;
export const t = createWords(consoleEn, 'console');
