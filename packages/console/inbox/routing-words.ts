// The words of routing in the inbox.
import { routingEn } from '@opportune/words/en/desk/routing.ts';
import { createWords } from '../words/words.ts';

export const r = createWords(routingEn, 'routing');
