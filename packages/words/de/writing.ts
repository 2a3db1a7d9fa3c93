// German catalogues of what agents write with: predefined answers, files, replies and cards, masking.
import { answersDe } from './writing/answers.ts';
import { attachmentsDe } from './writing/attachments.ts';
import { contentDe } from './writing/content.ts';
import { maskingDe } from './writing/masking.ts';

export const writingDe = {
  answers: answersDe,
  attachments: attachmentsDe,
  content: contentDe,
  masking: maskingDe,
};
