// The reader of the inbox's catalogue.
import { inboxEn } from '@opportune/words/console-inbox-en.ts';
import { createWords } from '../ui/words.ts';

export const i = createWords(inboxEn);
