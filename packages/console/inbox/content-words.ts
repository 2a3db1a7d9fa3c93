// The reader of the catalogue of what agents send beside text.
import { contentEn } from '@opportune/words/en/desk/content.ts';
import { createWords } from '../words/words.ts';

export const w = createWords(contentEn, 'content');
