// The reader of the catalogue of files in conversations.
import { attachmentsEn } from '@opportune/words/console-attachments-en.ts';
import { createWords } from '../ui/words.ts';

export const f = createWords(attachmentsEn, 'attachments');
