// A conversation as an e-mail: what the visitor and the agents said, in plain text and in simple
// HTML. All text is escaped. It never contains notes, asides or system notes.
import { plainText } from '@opportune/content/message/message-text.ts';
import type { Letter } from '@opportune/core/ports/mail.ts';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import type { Language } from '@opportune/words/language.ts';
import { type Letters, lettersIn } from '@opportune/words/letters.ts';
import { escaped } from '../http/html.ts';

export interface TranscriptOf {
  readonly to: string;
  /** The site's name. */
  readonly site: string;
  /** The account's. */
  readonly timeZone: string;
  readonly language: Language;
  readonly startedAt: number;
  readonly messages: readonly Message[];
  /** Earlier messages were left out, because they do not fit into an e-mail. */
  readonly cut: boolean;
}

interface Line {
  readonly who: string;
  readonly at: string;
  readonly text: string;
}

export function transcriptLetter(of: TranscriptOf): Letter {
  const { to, site, timeZone, language, startedAt, messages, cut } = of;
  const words = lettersIn(language).transcript;
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone }).format(startedAt);
  const clock = new Intl.DateTimeFormat(language, {
    timeStyle: 'short',
    timeZone,
    hourCycle: 'h23',
  });
  const lines = messages.flatMap((message) => lineOf(message, clock, words, site) ?? []);
  const title = words.title(site, day);
  const about = `${words.zone(timeZone)}${cut ? ` ${words.cut}` : ''}`;
  return {
    to,
    subject: title,
    text: [title, about, ...lines.map(({ who, at, text }) => `${who}, ${at}\n${text}`), ''].join(
      '\n\n',
    ),
    html: page({ title, about, lines, language }),
  };
}

/** Null for what was not said by one side to the other. What the system says are the words of the business. */
function lineOf(
  { author, body, at }: Message,
  clock: Intl.DateTimeFormat,
  words: Letters['transcript'],
  site: string,
): Line | null {
  if (body.type !== 'text') return null;
  const said = author.type === 'agent' ? author.name : site;
  const who = author.type === 'visitor' ? words.you : said;
  const is = { who, at: clock.format(at) };
  if (body.content?.type === 'attachment') return { ...is, text: words.file(body.text) };
  // What carries content has all of it in plain words; only agents write Markdown.
  const plain = author.type !== 'agent' || body.content !== undefined;
  return { ...is, text: plain ? body.text : plainText(body.text) };
}

function page(of: {
  readonly title: string;
  readonly about: string;
  readonly lines: readonly Line[];
  readonly language: Language;
}): string {
  const { title, about, lines, language } = of;
  const said = lines.map(
    ({ who, at, text }) =>
      `<p><b>${escaped(who)}</b>, ${escaped(at)}<br>${escaped(text).replaceAll('\n', '<br>')}</p>`,
  );
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    `<title>${escaped(title)}</title></head>`,
    '<body style="font:15px/1.5 sans-serif;max-width:600px">',
    `<h1 style="font-size:18px">${escaped(title)}</h1><p>${escaped(about)}</p>`,
    ...said,
    '</body></html>',
  ].join('\n');
}
