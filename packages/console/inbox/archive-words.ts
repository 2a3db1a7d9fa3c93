// The reader of the catalogue of what is kept of conversations.
import { archiveEn } from '@opportune/words/console-archive-en.ts';
import { createWords } from '../ui/words.ts';

export const a = createWords(archiveEn, 'archive');
