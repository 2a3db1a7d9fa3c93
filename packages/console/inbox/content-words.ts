// The reader of the catalogue of what agents send beside text.
import { contentEn } from '@opportune/words/console-content-en.ts';
import { createWords } from '../ui/words.ts';

export const w = createWords(contentEn, 'content');
