// The reader of the catalogue of waits, forms before the chat and cases.
import { beforeEn } from '@opportune/words/en/desk/before.ts';
import { createWords } from '../words/words.ts';

export const w = createWords(beforeEn, 'before');
