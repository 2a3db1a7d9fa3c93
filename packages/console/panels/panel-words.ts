// The words of the account's own panels.
import { panelsEn } from '@opportune/words/console-panels-en.ts';
import { createWords } from '../ui/words.ts';

export const pn = createWords(panelsEn, 'panels');
