// English catalogues of what agents write with: predefined answers, files, replies and cards, masking.
import { answersEn } from './writing/answers.ts';
import { attachmentsEn } from './writing/attachments.ts';
import { contentEn } from './writing/content.ts';
import { maskingEn } from './writing/masking.ts';

export const writingEn = {
  answers: answersEn,
  attachments: attachmentsEn,
  content: contentEn,
  masking: maskingEn,
};
