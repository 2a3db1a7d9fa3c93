// The reader of the catalogue of what follows a conversation.
import { afterEn } from '@opportune/words/en/desk/after.ts';
import { createWords } from '../words/words.ts';

export const w = createWords(afterEn, 'after');
