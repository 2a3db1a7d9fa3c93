// A letter as a mail program writes it: with what it answers below it, and a file (RFC 5322 and 2045).
import { randomUUID } from 'node:crypto';
import type { ReadLetter } from './read-letter.ts';

export interface Enclosed {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface Writing {
  readonly from: string;
  readonly to: string;
  readonly messageId: string;
  readonly subject: string;
  readonly text: string;
  readonly file: Enclosed | null;
  readonly answered: Pick<ReadLetter, 'messageId' | 'references' | 'text'> | null;
}

export function writeLetter(writing: Writing): string {
  const { from, to, messageId, subject, answered, file } = writing;
  const boundary = `part-${randomUUID()}`;
  const body = partOf('text/plain; charset=utf-8', [], Buffer.from(wordsOf(writing)));
  const head = [
    ...[`From: Ada <${from}>`, `To: ${to}`, `Subject: ${encoded(subject)}`],
    ...[`Message-ID: ${messageId}`, `Date: ${new Date().toUTCString()}`, 'MIME-Version: 1.0'],
    ...(answered === null
      ? []
      : [
          `In-Reply-To: ${answered.messageId}`,
          `References: ${[...answered.references, answered.messageId].join('\r\n ')}`,
        ]),
  ];
  if (file === null) return [...head, ...body, ''].join('\r\n');
  const name = `filename*=utf-8''${encodeURIComponent(file.name)}`;
  const enclosed = partOf(file.type, [`Content-Disposition: attachment; ${name}`], file.bytes);
  return [
    ...[...head, `Content-Type: multipart/mixed; boundary="${boundary}"`, ''],
    ...[`--${boundary}`, ...body, `--${boundary}`, ...enclosed, `--${boundary}--`, ''],
  ].join('\r\n');
}

function wordsOf({ text, answered }: Writing): string {
  if (answered === null) return text;
  const quoted = answered.text.split('\n').map((line) => `> ${line}`);
  return `${text}\n\nOn ${new Date().toDateString()}, Aldermoor wrote:\n${quoted.join('\n')}\n`;
}

function partOf(type: string, more: readonly string[], bytes: Uint8Array): readonly string[] {
  const base64 =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,76}/g) ?? [];
  const head = [`Content-Type: ${type}`, ...more, 'Content-Transfer-Encoding: base64', ''];
  return [...head, ...base64];
}

/** In words of at most 75 characters (RFC 2047). */
function encoded(text: string): string {
  const pieces = text.match(/.{1,11}/gsu) ?? [''];
  return pieces
    .map((piece) => `=?utf-8?B?${Buffer.from(piece).toString('base64')}?=`)
    .join('\r\n ');
}
