// The reader of the catalogue of waits, forms before the chat and cases.
import { beforeEn } from '@opportune/words/console-before-en.ts';
import { createWords } from '../ui/words.ts';

export const w = createWords(beforeEn, 'before');
