// The address that a reply goes to: `help+<conversation><code>@shop.example`. It survives systems that
// fold the case of addresses, and clients that drop or rewrite Message-IDs.
import { ConversationId } from '@opportune/protocol/ids.ts';
import { fromBase32, toBase32 } from './base32.ts';
import { isSame, type Mac, macOf } from './mac.ts';

/** RFC 5321, section 4.5.3.1.1. */
const longestLocal = 64;
/** Of the code, in base 32. */
const codeLength = 16;

/** Null: there is no room for a token before the `@`, so replies are recognised by Message-IDs. */
export function mintReplyAddress(
  address: string,
  conversation: ConversationId,
  mac: Mac,
): string | null {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const code = macOf(mac, 'reply', address.toLowerCase(), conversation);
  const tagged = `${local}+${packed(conversation)}${code}`;
  if (at < 1 || local.startsWith('"') || tagged.length > longestLocal) return null;
  return `${tagged}${address.slice(at)}`;
}

export interface Replied {
  readonly conversation: ConversationId;
  /** The address without its token. */
  readonly address: string;
}

const shape = /^([^@\s]{1,64})\+([ab][a-z2-7]{1,120})@([^@\s]{1,255})$/;

/** Null: it has no token of ours. */
export function readReplyAddress(given: string, mac: Mac): Replied | null {
  const [, local, token = '', domain] = shape.exec(given.toLowerCase()) ?? [];
  if (local === undefined || domain === undefined) return null;
  const address = `${local}@${domain}`;
  const id = ConversationId.safeParse(unpacked(token.slice(0, -codeLength)));
  if (!id.success) return null;
  const code = macOf(mac, 'reply', address, id.data);
  return isSame(code, token.slice(-codeLength)) ? { conversation: id.data, address } : null;
}

const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** The ids that the product mints: 22 characters of 6 bits each. */
const minted = /^[A-Za-z0-9_-]{22}$/;

/** `a`: 6 bits a character, for the ids that the product mints. `b`: 8 bits, for any other. */
function packed(id: string): string {
  if (!minted.test(id)) return `b${toBase32(Uint8Array.from(id, (sign) => sign.charCodeAt(0)))}`;
  return `a${toBase32(
    repacked(
      Array.from(id, (sign) => signs.indexOf(sign)),
      6,
      8,
    ),
  )}`;
}

function unpacked(text: string): string | null {
  const bytes = fromBase32(text.slice(1));
  if (bytes === null) return null;
  if (text.startsWith('b')) return String.fromCharCode(...bytes);
  const values = repacked([...bytes], 8, 6).subarray(0, 22);
  const id = Array.from(values, (value) => signs.charAt(value)).join('');
  // The last byte has bits of no character.
  return packed(id) === text ? id : null;
}

/** Numbers of `from` bits as numbers of `to` bits, the last one filled with zeros. */
function repacked(values: readonly number[], from: number, to: number): Uint8Array {
  const packing: number[] = [];
  let held = 0;
  let bits = 0;
  for (const value of values) {
    held = (held << from) | value;
    bits += from;
    while (bits >= to) {
      bits -= to;
      packing.push(held >> bits);
      held &= (1 << bits) - 1;
    }
  }
  if (bits > 0) packing.push(held << (to - bits));
  return Uint8Array.from(packing);
}
