// Lists of addresses (RFC 5322, section 3.4): names with encoded words, comments, groups, and the forms
// that mail programs write instead.
import { letterLimits as limits } from '@opportune/protocol/limits/mail.ts';
import type { MailAddress } from '../letter.ts';
import { decodeWords } from '../mime/words.ts';

type Token =
  | { readonly type: 'text' | 'quoted' | 'comment'; readonly text: string }
  | { readonly type: 'address'; readonly text: string }
  | { readonly type: 'end' | 'group' };

export function readAddresses(value: string | null): readonly MailAddress[] {
  const found: MailAddress[] = [];
  let tokens: Token[] = [];
  const end = (): void => {
    const address = addressOf(tokens);
    if (address !== null && found.length < limits.addresses) found.push(address);
    tokens = [];
  };
  for (const token of tokensOf((value ?? '').slice(0, limits.fieldLength))) {
    if (token.type === 'end') end();
    // The name of a group says nothing of its members.
    else if (token.type === 'group') tokens = [];
    else tokens.push(token);
  }
  end();
  return found;
}

const plainToken = /[^"(<,;:\\]+|\\[^]|[^]/y;

function* tokensOf(value: string): Generator<Token> {
  for (let at = 0; at < value.length;) {
    const sign = value.charAt(at);
    if (sign === '"') {
      const text = upTo(value, at + 1, '"');
      yield { type: 'quoted', text: text.replace(/\\([^])/g, '$1') };
      at += text.length + 2;
    } else if (sign === '(') {
      const length = commentLength(value, at);
      yield { type: 'comment', text: value.slice(at + 1, at + length - 1) };
      at += length;
    } else if (sign === '<') {
      const text = upTo(value, at + 1, '>');
      yield { type: 'address', text };
      at += text.length + 2;
    } else if (sign === ',' || sign === ';') {
      yield { type: 'end' };
      at += 1;
    } else if (sign === ':') {
      yield { type: 'group' };
      at += 1;
    } else {
      plainToken.lastIndex = at;
      const text = plainToken.exec(value)?.[0] ?? sign;
      yield { type: 'text', text };
      at += text.length;
    }
  }
}

/** A backslash keeps the sign behind it. Without an end, all that follows. */
function upTo(value: string, from: number, end: string): string {
  for (let at = from; at < value.length; at++) {
    if (value[at] === '\\') at += 1;
    else if (value[at] === end) return value.slice(from, at);
  }
  return value.slice(from);
}

function commentLength(value: string, from: number): number {
  let depth = 0;
  for (let at = from; at < value.length; at++) {
    if (value[at] === '\\') at += 1;
    else if (value[at] === '(') depth += 1;
    else if (value[at] === ')' && --depth === 0) return at + 1 - from;
  }
  return value.length + 1 - from;
}

function addressOf(tokens: readonly Token[]): MailAddress | null {
  const text = (type: Token['type']): string =>
    tokens
      .flatMap((token) => ('text' in token && token.type === type ? [token.text] : []))
      .join(' ');
  const bracketed = text('address').trim();
  const phrase = tokens
    .flatMap((token) =>
      'text' in token && (token.type === 'text' || token.type === 'quoted') ? [token.text] : [],
    )
    .join('')
    .trim();
  if (bracketed !== '') {
    const address = plainAddress(bracketed);
    return address === null ? null : { name: plainName(phrase, address), address };
  }
  const bare = /\S+@\S+/.exec(phrase)?.[0] ?? '';
  const address = plainAddress(bare);
  if (address === null) return null;
  const name = plainName(phrase.replace(bare, '').trim() || text('comment'), address);
  return { name, address };
}

const longest = 320;

/** Null: it is none. A route before it is dropped (RFC 5322, section 4.4). */
function plainAddress(given: string): string | null {
  const address = decodeWords(given.replace(/^@[^:]*:/, ''))
    .replace(/^mailto:/i, '')
    .replace(/^['"<\s]+|['">\s]+$/g, '')
    .replace(/\s+/g, '');
  return /^[^@\s]+@[^@\s]+$|^"[^"]+"@[^@\s]+$/.test(address) && address.length <= longest
    ? address
    : null;
}

const nameLength = 200;

function plainName(phrase: string, address: string): string {
  const name = decodeWords(phrase)
    .replace(/\\([^])/g, '$1')
    .replace(/\s+/g, ' ')
    .replace(/^['"]+|['"]+$/g, '')
    .trim()
    .slice(0, nameLength);
  return name.toLowerCase() === address.toLowerCase() ? '' : name;
}
