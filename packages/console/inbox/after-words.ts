// The reader of the catalogue of what follows a conversation.
import { afterEn } from '@opportune/words/console-after-en.ts';
import { createWords } from '../ui/words.ts';

export const w = createWords(afterEn, 'after');
