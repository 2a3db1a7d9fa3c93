// The reader of the catalogue of history, queues and reports.
import { historyEn } from '@opportune/words/console-history-en.ts';
import { createWords } from '../ui/words.ts';

export const h = createWords(historyEn, 'history');
