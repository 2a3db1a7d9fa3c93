// The words of working by hand in the inbox: joining, whispering, keys, several conversations open.
import { handsEn } from '@opportune/words/en/desk/hands.ts';
import { createWords } from '../words/words.ts';

export const h = createWords(handsEn, 'hands');
