// The answer to a case as a letter: what the agent wrote, and below it what the visitor had written last,
// in plain text and in simple HTML, which is made by escaping alone. Notes are never in it.
import { plainText } from '@opportune/content/message/message-text.ts';
import type { Letter } from '@opportune/core/ports/mail.ts';
import type { Language } from '@opportune/words/language.ts';
import { lettersIn } from '@opportune/words/letters.ts';
import { escaped } from '../../http/html.ts';

export interface CaseAnswer {
  readonly to: string;
  /** Where their reply goes: the agent's; null: a program has none. */
  readonly replyTo: string | null;
  readonly agent: string;
  readonly site: string;
  readonly language: Language;
  /** Small Markdown. */
  readonly answer: string;
  /** What the visitor wrote last; empty where there is nothing. */
  readonly asked: string;
}

export function caseLetter(of: CaseAnswer): Letter {
  const { to, replyTo, agent, site, language, asked } = of;
  const letters = lettersIn(language);
  const { wrote, back } = letters.case;
  const answer = plainText(of.answer);
  const quoted = asked.split('\n').map((line) => `> ${line}`);
  const below = asked === '' ? [] : [`${wrote}\n${quoted.join('\n')}`];
  return {
    to,
    ...(replyTo === null ? {} : { replyTo }),
    subject: letters.answered(agent),
    text: [answer, `${agent}, ${site}`, ...below, back(site), ''].join('\n\n'),
    html: [
      `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
      `<title>${escaped(letters.answered(agent))}</title></head>`,
      '<body style="font:15px/1.5 sans-serif;max-width:600px">',
      `<p>${lines(answer)}</p><p><b>${escaped(agent)}</b>, ${escaped(site)}</p>`,
      ...(asked === ''
        ? []
        : [
            `<p>${escaped(wrote)}</p>`,
            `<blockquote style="margin:0 0 16px;padding-left:12px;border-left:3px solid #ccc">${lines(asked)}</blockquote>`,
          ]),
      `<p style="color:#555">${escaped(back(site))}</p>`,
      '</body></html>',
    ].join('\n'),
  };
}

function lines(text: string): string {
  return escaped(text).replaceAll('\n', '<br>');
}
