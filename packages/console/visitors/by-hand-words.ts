// The words of conversations that agents begin by hand.
import { byHandEn } from '@opportune/words/console-by-hand-en.ts';
import { createWords } from '../ui/words.ts';

export const b = createWords(byHandEn, 'byHand');
