// A conversation as an e-mail: what the visitor and the agents said, in plain text and in simple
// HTML in the colours of the site. All text is escaped. It never contains notes, asides or system
// notes, and fetches nothing.
import { type BrandColours, paletteOf } from '@opportune/content/colour.ts';
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
  readonly brand: BrandColours;
  /** The account's. */
  readonly timeZone: string;
  readonly language: Language;
  readonly startedAt: number;
  readonly messages: readonly Message[];
  /** Earlier messages were left out, because they do not fit into an e-mail. */
  readonly cut: boolean;
}

interface Line {
  /** Whether the reader wrote it. */
  readonly own: boolean;
  readonly who: string;
  readonly at: string;
  readonly text: string;
}

export function transcriptLetter(of: TranscriptOf): Letter {
  const { to, site, brand, timeZone, language, startedAt, messages, cut } = of;
  const words = lettersIn(language).transcript;
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone }).format(startedAt);
  const clock = clockOf(language, timeZone);
  const lines = messages.flatMap((message) => lineOf(message, clock, words, site) ?? []);
  const title = words.title(site, day);
  const about = `${words.zone(timeZone)}${cut ? ` ${words.cut}` : ''}`;
  return {
    to,
    subject: title,
    text: [title, about, ...lines.map(({ who, at, text }) => `${who}, ${at}\n${text}`), ''].join(
      '\n\n',
    ),
    html: page({ title, about, site, brand, lines, language }),
  };
}

function clockOf(language: Language, timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone, hourCycle: 'h23' });
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
  const is = { own: author.type === 'visitor', who, at: clock.format(at) };
  if (body.content?.type === 'attachment') return { ...is, text: words.file(body.text) };
  // What carries content has all of it in plain words; only agents write Markdown.
  const plain = author.type !== 'agent' || body.content !== undefined;
  return { ...is, text: plain ? body.text : plainText(body.text) };
}

interface Page {
  readonly title: string;
  readonly about: string;
  readonly site: string;
  readonly brand: BrandColours;
  readonly lines: readonly Line[];
  readonly language: Language;
}

/** Styles stand on the elements, because many mail programs drop any other. */
function page({ title, about, site, brand, lines, language }: Page): string {
  const { card, ink, quiet, soft, site: own, onSite, head, onHead } = paletteOf(brand, false);
  const said = lines.map(({ own: isOwn, who, at, text }) => {
    const [ground, letters, side] = isOwn ? [own, onSite, 'right'] : [soft, ink, 'left'];
    const bubble = `display:inline-block;max-width:80%;text-align:left;padding:9px 14px;border-radius:12px;background-color:${ground};color:${letters}`;
    return `<div style="text-align:${side};margin:0 0 16px"><p style="margin:0 0 4px;font-size:13px;color:${quiet}"><b>${escaped(who)}</b>, ${escaped(at)}</p><div dir="auto" style="${bubble}">${escaped(text).replaceAll('\n', '<br>')}</div></div>`;
  });
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    `<title>${escaped(title)}</title></head>`,
    `<body style="font:15px/1.5 sans-serif;max-width:600px;margin:0 auto;background-color:${card};color:${ink}">`,
    `<div style="padding:14px 20px;background-color:${head};color:${onHead};font-weight:600">${escaped(site)}</div>`,
    `<div style="padding:20px"><h1 style="font-size:18px;margin:0 0 4px">${escaped(title)}</h1>`,
    `<p style="margin:0 0 20px;font-size:13px;color:${quiet}">${escaped(about)}</p>`,
    ...said,
    '</div></body></html>',
  ].join('\n');
}
