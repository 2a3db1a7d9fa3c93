// The words of working by hand in the inbox: joining, whispering, keys, several conversations open.
import { handsEn } from '@opportune/words/console-hands-en.ts';
import { createWords } from '../ui/words.ts';

export const h = createWords(handsEn, 'hands');
