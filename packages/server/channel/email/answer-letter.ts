// An answer as a letter: what the agent wrote, and below it what the contact had written last, in plain
// text and in simple HTML, which is made by escaping alone.
import type { Around, SendOrder } from '@opportune/core/ports/channel.ts';
import type { Letter } from '@opportune/core/ports/mail.ts';
import type { Part } from '@opportune/protocol/channel/parts.ts';
import { languageOf } from '@opportune/words/language.ts';
import { lettersIn } from '@opportune/words/letters.ts';
import { escaped } from '../../http/html.ts';

type Answer = Pick<SendOrder, 'address' | 'author' | 'parts'>;

export function answerLetter(
  { address, author, parts }: Answer,
  { business, language: tag, asked, replyTo }: Around,
): Letter {
  const language = languageOf([tag]);
  const letters = lettersIn(language);
  const { wrote, back } = letters.case;
  const agent = author ?? business;
  const answer = parts.map(wordsOf).join('\n');
  const quoted = asked.split('\n').map((line) => `> ${line}`);
  const below = asked === '' ? [] : [`${wrote}\n${quoted.join('\n')}`];
  return {
    to: address,
    ...(replyTo === null ? {} : { replyTo }),
    subject: letters.answered(agent),
    text: [answer, `${agent}, ${business}`, ...below, back(business), ''].join('\n\n'),
    html: [
      `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
      `<title>${escaped(letters.answered(agent))}</title></head>`,
      '<body style="font:15px/1.5 sans-serif;max-width:600px">',
      `<p>${lines(answer)}</p><p><b>${escaped(agent)}</b>, ${escaped(business)}</p>`,
      ...(asked === ''
        ? []
        : [
            `<p>${escaped(wrote)}</p>`,
            `<blockquote style="margin:0 0 16px;padding-left:12px;border-left:3px solid #ccc">${lines(asked)}</blockquote>`,
          ]),
      `<p style="color:#555">${escaped(back(business))}</p>`,
      '</body></html>',
    ].join('\n'),
  };
}

/** E-mail is laid out into texts alone. */
function wordsOf(part: Part): string {
  return part.type === 'text' ? part.text : '';
}

function lines(text: string): string {
  return escaped(text).replaceAll('\n', '<br>');
}
