// Encoded words of header fields (RFC 2047), also as mail programs write them: split within a character,
// within quotes, and without the spaces that they need.
import { decodeBytes } from './charset.ts';
import { decodeBase64, decodeQuoted } from './transfer.ts';

const word = /=\?([^?\s]{1,60})\?([bq])\?([^?]*)\?=/gi;
const between = /^\s*$/;

interface Run {
  readonly charset: string;
  readonly encoding: string;
  readonly bytes: Uint8Array[];
}

/** Text of a field, which is a character a byte, with its words decoded. */
export function decodeWords(value: string): string {
  let text = '';
  let from = 0;
  let run: Run | null = null;
  const end = (): void => {
    if (run !== null) text += decodeBytes(Buffer.concat(run.bytes), run.charset).text;
    run = null;
  };
  for (const { index, 0: whole, 1: marked = '', 2: kind = '', 3: content = '' } of value.matchAll(
    word,
  )) {
    const gap = value.slice(from, index);
    // RFC 2231, section 5: a language may follow the character set.
    const charset = marked.split('*')[0]?.toLowerCase() ?? '';
    const encoding = kind.toLowerCase();
    const bytes = encoding === 'b' ? decodeBase64(content) : decodeQuoted(content, true);
    const follows = run !== null && between.test(gap);
    if (!follows) {
      end();
      text += rawText(gap);
    } else if (run !== null && (run.charset !== charset || run.encoding !== encoding)) end();
    run ??= { charset, encoding, bytes: [] };
    run.bytes.push(bytes);
    from = index + whole.length;
  }
  end();
  return text + rawText(value.slice(from));
}

/** Bytes above 127 in a header are UTF-8 (RFC 6532), or were never declared. */
export function rawText(value: string): string {
  // oxlint-disable-next-line no-control-regex -- it looks for bytes
  if (/^[\x00-\x7f]*$/.test(value)) return value;
  return decodeBytes(Buffer.from(value, 'latin1'), null).text;
}
