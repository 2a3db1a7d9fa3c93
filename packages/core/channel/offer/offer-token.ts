// Tokens that carry an offer from a page into a messaging channel: twelve letters and digits that
// survive being typed, such as `K7QM-2XPD-9F3T`. Seven are random and five sign them, so that a
// token of ours is recognised in any text without a look at a store. Whose it is, only the store
// knows.

/** Crockford's alphabet: without letters that are read as digits. https://www.crockford.com/base32.html */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const nonceLetters = 7;
const macLetters = 5;

/** Signs a text: at least eight bytes, which only this installation can make. */
export type SignOffer = (text: string) => Uint8Array;

/** A token in its canonical form, without hyphens. `random`: at least seven bytes. */
export function mintToken(random: Uint8Array, sign: SignOffer): string {
  const nonce = lettersOf(random, nonceLetters);
  return nonce + lettersOf(sign(nonce), macLetters);
}

/** As people read it: in groups of four. */
export function writtenToken(token: string): string {
  return [token.slice(0, 4), token.slice(4, 8), token.slice(8)].join('-');
}

export interface TakenToken {
  /** The text without it. */
  readonly text: string;
  /** In its canonical form. */
  readonly token: string;
}

/**
 * Takes the first token of ours out of a text, with the brackets around it. Case does not matter, nor
 * do spaces instead of hyphens, nor I, L and O, which stand for 1, 1 and 0. Null: it contains none.
 */
export function takeToken(text: string, sign: SignOffer): TakenToken | null {
  const shape = new RegExp(shaped, 'g');
  for (let tries = 0; tries < mostTries; tries++) {
    const found = shape.exec(text);
    if (found === null) return null;
    const token = canonical(found[1] ?? '');
    if (isSigned(token, sign)) return { token, text: without(text, found) };
    // Words of four letters before a token look like the beginning of one.
    shape.lastIndex = found.index + 1;
  }
  return null;
}

/** A text without any of our tokens. It may be markup, which has many words that look like one. */
export function withoutTokens(text: string, sign: SignOffer): string {
  const shape = new RegExp(shaped, 'g');
  let plain = text;
  for (let tries = 0; tries < mostTriesInMarkup; tries++) {
    const found = shape.exec(plain);
    if (found === null) break;
    shape.lastIndex = found.index + 1;
    if (!isSigned(canonical(found[1] ?? ''), sign)) continue;
    const before = plain.slice(0, found.index).trimEnd().length;
    plain = without(plain, found);
    shape.lastIndex = before;
  }
  return plain;
}

/** Words that look like a token and are none. Nobody writes so many before theirs. */
const mostTries = 200;
const mostTriesInMarkup = 20_000;

/** Twelve letters and digits, in groups or not, as words of their own, perhaps in brackets. */
const group = '[0-9A-Za-z]{4}';
const gap = '[-\\u2010-\\u2015 ]?';
const shaped = `[\\[(]?(?<![0-9A-Za-z])(${group}${gap}${group}${gap}${group})(?![0-9A-Za-z])[\\])]?`;

function without(text: string, found: RegExpExecArray): string {
  const before = text.slice(0, found.index).trimEnd();
  const after = text.slice(found.index + found[0].length).trimStart();
  return [before, after].filter((each) => each !== '').join(gapOf(text, found));
}

/** What was on two lines stays on two lines. */
function gapOf(text: string, { index, 0: all }: RegExpExecArray): string {
  if (/^\s*[,.;:!?]/.test(text.slice(index + all.length))) return '';
  const around = text.slice(Math.max(0, index - 2), index + all.length + 2);
  return around.includes('\n') ? '\n' : ' ';
}

function canonical(written: string): string {
  return written
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll(/[IL]/g, '1')
    .replaceAll('O', '0');
}

function isSigned(token: string, sign: SignOffer): boolean {
  const nonce = token.slice(0, nonceLetters);
  return isSame(lettersOf(sign(nonce), macLetters), token.slice(nonceLetters));
}

/** In constant time. */
function isSame(one: string, other: string): boolean {
  let differs = one.length ^ other.length;
  for (let at = 0; at < one.length; at++) differs |= one.charCodeAt(at) ^ other.charCodeAt(at);
  return differs === 0;
}

/** Five bits of each byte. */
function lettersOf(bytes: Uint8Array, many: number): string {
  return [...bytes.subarray(0, many)].map((byte) => alphabet[byte % 32]).join('');
}
