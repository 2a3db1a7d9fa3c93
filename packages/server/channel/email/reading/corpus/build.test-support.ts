// Builds the messages of the corpus, which were written for this project after the RFCs.
import type { Letter, LetterFile } from '../letter.ts';

/** What is expected of a letter: the parts that matter to its case. */
export interface Expected extends Partial<Omit<Letter, 'files' | 'html'>> {
  readonly files?: readonly (Partial<Omit<LetterFile, 'bytes'>> & { readonly words?: string })[];
  /** Found in the HTML, and not found in it. */
  readonly has?: readonly string[];
  readonly lacks?: readonly (string | RegExp)[];
  readonly html?: string | null;
  readonly quoted?: string;
  readonly signature?: string;
}

export interface Case {
  readonly name: string;
  readonly raw: Uint8Array;
  readonly expected: Expected;
}

type Fields = Readonly<Record<string, string>>;

const standard: Fields = {
  From: 'Bea Winter <bea@example.com>',
  To: 'help@aldermoor.example',
  Subject: 'A tea pot',
  Date: 'Wed, 25 Nov 2026 09:15:00 +0100',
  'Message-ID': '<first@example.com>',
  'MIME-Version': '1.0',
};

/** A part: its fields and its body. Texts are bytes already, a character a byte. */
export function part(fields: Fields, body: string): string {
  const head = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${head.join('')}\r\n${body}`;
}

/** A whole message. A field that is empty is left out. */
export function message(fields: Fields, body: string): string {
  const all = Object.entries({ ...standard, ...fields }).filter(([, value]) => value !== '');
  return part(Object.fromEntries(all), body);
}

export function multipart(
  type: string,
  parts: readonly string[],
  { boundary = 'b1', more = '' }: { readonly boundary?: string; readonly more?: string } = {},
): readonly [Fields, string] {
  const body = parts.map((each) => `--${boundary}\r\n${each}\r\n`).join('');
  return [
    { 'Content-Type': `multipart/${type}; boundary="${boundary}"${more}` },
    `${body}--${boundary}--\r\n`,
  ];
}

/** A message of several parts. */
export function composed(
  type: string,
  parts: readonly string[],
  { fields = {}, more = '' }: { readonly fields?: Fields; readonly more?: string } = {},
): string {
  const [head, body] = multipart(type, parts, { more });
  return message({ ...fields, ...head }, body);
}

export const plain = (text: string): string =>
  part({ 'Content-Type': 'text/plain; charset=utf-8' }, utf8(text));
export const html = (text: string): string =>
  part({ 'Content-Type': 'text/html; charset=utf-8' }, utf8(text));

/** Text as its bytes in UTF-8, a character a byte. */
export function utf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

export function base64(bytes: string | Uint8Array): string {
  const text = Buffer.from(bytes as string).toString('base64');
  return text.replace(/.{76}/g, '$&\r\n');
}

export function caseOf(name: string, raw: string | Uint8Array, expected: Expected): Case {
  return { name, raw: typeof raw === 'string' ? Buffer.from(raw, 'latin1') : raw, expected };
}

/** A letter of HTML alone. */
export function htmlCase(name: string, text: string, expected: Expected): Case {
  const type = 'text/html; charset=utf-8';
  return caseOf(name, message({ 'Content-Type': type }, utf8(text)), expected);
}

export function plainCase(name: string, text: string, expected: Expected): Case {
  const type = 'text/plain; charset=utf-8';
  return caseOf(name, message({ 'Content-Type': type }, utf8(text)), expected);
}
