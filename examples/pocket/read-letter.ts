// What a mail program shows of a letter: subject, words, what is quoted in them, and files (RFC 2045 to
// 2047, 2183 and 2231, as far as mail programs use them).

export interface LetterFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

export interface ReadLetter {
  readonly messageId: string;
  readonly subject: string;
  readonly references: readonly string[];
  /** What its writer wrote. */
  readonly text: string;
  /** What they quote of an earlier letter. Empty: nothing. */
  readonly quoted: string;
  readonly files: readonly LetterFile[];
}

const textLength = 20_000;
const depth = 10;

/** One character for each byte. */
export function readLetter(raw: string): ReadLetter {
  const head = headOf(raw);
  const parts = partsOf(raw, depth);
  const plain = parts.find(({ type, name }) => type === 'text/plain' && name === null);
  const words = plain?.bytes.toString('utf8').replaceAll('\r\n', '\n').slice(0, textLength) ?? '';
  return {
    messageId: head.get('message-id') ?? '',
    subject: decoded(head.get('subject') ?? ''),
    references: (head.get('references') ?? '').split(/\s+/).filter(Boolean),
    ...parted(words),
    files: parts.flatMap(({ name, type, bytes }) => (name === null ? [] : [{ name, type, bytes }])),
  };
}

/** The lines that begin with `>`, with the one that leads to them. */
function parted(words: string): Pick<ReadLetter, 'text' | 'quoted'> {
  const lines = words.split('\n');
  const first = lines.findIndex((line) => line.startsWith('>'));
  if (first === -1) return { text: words.trim(), quoted: '' };
  const after = lines.findIndex((line, at) => at > first && !line.startsWith('>'));
  const end = after === -1 ? lines.length : after;
  const begin = (lines[first - 1] ?? '').trim() === '' ? first : first - 1;
  const written = [...lines.slice(0, begin), ...lines.slice(end)].join('\n');
  return {
    text: written.replaceAll(/\n{3,}/g, '\n\n').trim(),
    quoted: lines.slice(begin, end).join('\n'),
  };
}

interface MailPart {
  readonly type: string;
  /** Of a file. */
  readonly name: string | null;
  readonly bytes: Buffer;
}

type Head = ReadonlyMap<string, string>;

function headOf(raw: string): Head {
  const [head = ''] = raw.split('\r\n\r\n', 1);
  const lines = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  return new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

function partsOf(raw: string, left: number): readonly MailPart[] {
  const head = headOf(raw);
  const body = raw.slice(raw.indexOf('\r\n\r\n') + 4);
  const content = head.get('content-type') ?? 'text/plain';
  const [type = ''] = content.toLowerCase().split(/[;\s]/, 1);
  const boundary = parameter(content, 'boundary');
  if (type.startsWith('multipart/') && boundary !== null && left > 0)
    return `\r\n${body}`
      .split(`\r\n--${boundary}`)
      .slice(1)
      .filter((part) => !part.startsWith('--'))
      .flatMap((part) => partsOf(part.replace(/^[ \t]*\r\n/, ''), left - 1));
  const disposition = head.get('content-disposition') ?? '';
  const name = parameter(disposition, 'filename') ?? parameter(content, 'name');
  return [{ type, name, bytes: bytesOf(body, head.get('content-transfer-encoding') ?? '') }];
}

function bytesOf(body: string, encoding: string): Buffer {
  switch (encoding.toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64');
    case 'quoted-printable':
      return Buffer.from(unquoted(body.replaceAll(/[ \t]*=\r\n/g, '')), 'latin1');
    default:
      return Buffer.from(body, 'latin1');
  }
}

function unquoted(text: string): string {
  return text.replaceAll(/=([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** Null: it has none. Long names come in numbered pieces (RFC 2231). */
function parameter(header: string, name: string): string | null {
  const given = new Map<string, string>();
  for (const [, key = '', quoted, plain = ''] of header.matchAll(
    /;\s*([\w*]+)=(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g,
  ))
    given.set(key.toLowerCase(), quoted?.replaceAll(/\\(.)/g, '$1') ?? plain);
  const whole = given.get(name);
  if (whole !== undefined) return decoded(whole);
  const pieces: string[] = [];
  for (let at = 0; ; at += 1) {
    const piece = given.get(`${name}*${at}*`) ?? given.get(`${name}*${at}`);
    if (piece === undefined) break;
    pieces.push(piece);
  }
  const long = pieces.length > 0 ? pieces.join('') : given.get(`${name}*`);
  return long === undefined ? null : unescaped(long.replace(/^[\w-]*'[\w-]*'/, ''));
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Words that are encoded because they are not ASCII (RFC 2047). */
function decoded(text: string): string {
  return text
    .replaceAll(/(\?=)\s+(=\?)/g, '$1$2')
    .replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, way: string, word: string) =>
      (way.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64')
        : Buffer.from(unquoted(word.replaceAll('_', ' ')), 'latin1')
      ).toString('utf8'),
    );
}
