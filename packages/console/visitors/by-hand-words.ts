// The words of conversations that agents begin by hand.
import { byHandEn } from '@opportune/words/en/desk/by-hand.ts';
import { createWords } from '../words/words.ts';

export const b = createWords(byHandEn, 'byHand');
