// The reader of the catalogue of files in conversations.
import { attachmentsEn } from '@opportune/words/en/desk/attachments.ts';
import { createWords } from '../words/words.ts';

export const f = createWords(attachmentsEn, 'attachments');
