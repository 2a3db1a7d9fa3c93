// The reader of the catalogue of masking.
import { maskingEn } from '@opportune/words/en/desk/masking.ts';
import { createWords } from '../words/words.ts';

export const m = createWords(maskingEn, 'masking');
