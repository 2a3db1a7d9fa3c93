// A value with parameters, as in Content-Type: RFC 2045, section 5.1, and RFC 2231 for values that
// continue or have a character set. What is malformed is read as mail programs read it.
import { decodeBytes } from './charset.ts';
import { decodeWords } from './words.ts';

export interface Parametrised {
  /** In lower case. */
  readonly value: string;
  /** Names in lower case. Values are decoded. */
  readonly parameters: ReadonlyMap<string, string>;
}

const parameter = /;\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\[^])*)"?|([^;]*))/g;
const mostParameters = 100;

export function readParameters(text: string | null): Parametrised {
  const given = text ?? '';
  const end = given.indexOf(';');
  const value = (end < 0 ? given : given.slice(0, end)).trim().toLowerCase();
  const raw = new Map<string, string>();
  for (const [, name = '', quoted, bare = ''] of given.matchAll(parameter)) {
    if (raw.size >= mostParameters) break;
    const key = name.toLowerCase();
    const said = quoted === undefined ? bare.trim() : quoted.replace(/\\([^])/g, '$1');
    if (!raw.has(key)) raw.set(key, said);
  }
  return { value, parameters: decoded(raw) };
}

interface Piece {
  readonly at: number;
  readonly encoded: boolean;
  readonly value: string;
}

function decoded(raw: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  const pieces = new Map<string, Piece[]>();
  for (const [key, value] of raw) {
    const [, name = '', number, star] = /^([^*]+)(?:\*(\d{1,3}))?(\*)?$/.exec(key) ?? [];
    if (number === undefined && star === undefined) parameters.set(key, decodeWords(value));
    else {
      const of = pieces.get(name) ?? [];
      of.push({ at: Number(number ?? 0), encoded: star !== undefined, value });
      pieces.set(name, of);
    }
  }
  for (const [name, of] of pieces) parameters.set(name, joined(of));
  return parameters;
}

function joined(pieces: readonly Piece[]): string {
  const inOrder = pieces.toSorted((one, other) => one.at - other.at);
  const [first] = inOrder;
  const [, charset = '', start = ''] =
    first?.encoded === true ? (/^([^']*)'[^']*'([^]*)$/.exec(first.value) ?? []) : [];
  const isMarked = first?.encoded === true && charset !== '';
  const text = inOrder
    .map((piece, at) => {
      const value = at === 0 && isMarked ? start : piece.value;
      return piece.encoded ? unescaped(value) : value;
    })
    .join('');
  return decodeBytes(Buffer.from(text, 'latin1'), isMarked ? charset : 'utf-8').text;
}

function unescaped(value: string): string {
  return value.replace(/%([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  );
}
