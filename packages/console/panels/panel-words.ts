// The words of the account's own panels.
import { panelsEn } from '@opportune/words/en/desk/panels.ts';
import { createWords } from '../words/words.ts';

export const pn = createWords(panelsEn, 'panels');
