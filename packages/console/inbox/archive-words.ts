// The reader of the catalogue of what is kept of conversations.
import { archiveEn } from '@opportune/words/en/desk/archive.ts';
import { createWords } from '../words/words.ts';

export const a = createWords(archiveEn, 'archive');
