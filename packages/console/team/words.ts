// The reader of the catalogue of history, queues and reports.
import { historyEn } from '@opportune/words/en/management/history.ts';
import { createWords } from '../words/words.ts';

export const h = createWords(historyEn, 'history');
