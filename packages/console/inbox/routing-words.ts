// The words of routing in the inbox.
import { routingEn } from '@opportune/words/console-routing-en.ts';
import { createWords } from '../ui/words.ts';

export const r = createWords(routingEn, 'routing');
