// Spanish catalogues of what agents write with: predefined answers, files, replies and cards, masking.
import { answersEs } from './writing/answers.ts';
import { attachmentsEs } from './writing/attachments.ts';
import { contentEs } from './writing/content.ts';
import { maskingEs } from './writing/masking.ts';

export const writingEs = {
  answers: answersEs,
  attachments: attachmentsEs,
  content: contentEs,
  masking: maskingEs,
};
