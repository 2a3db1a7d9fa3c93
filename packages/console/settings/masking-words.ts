// The reader of the catalogue of masking.
import { maskingEn } from '@opportune/words/console-masking-en.ts';
import { createWords } from '../ui/words.ts';

export const m = createWords(maskingEn, 'masking');
