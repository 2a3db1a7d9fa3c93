// What a row of a file says of a contact, by the plan of its columns, or why it is refused. It also guesses
// what columns hold, from their names.
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { ChannelKind } from '@opportune/protocol/channel/channel.ts';
import type { ChannelId, LabelId } from '@opportune/protocol/ids.ts';
import {
  contactDetailLimits,
  type ContactField,
  type ContactFieldValue,
} from '@opportune/protocol/rest/contact/details.ts';
import type {
  ImportColumn,
  ImportPlan,
  ImportRefusal,
} from '@opportune/protocol/rest/contact/transfer.ts';
import { readValue } from '../details/read-value.ts';

/** What the account has, by which columns are read. */
export interface Known {
  readonly fields: readonly ContactField[];
  readonly channels: readonly ImportChannel[];
}
export interface ImportChannel {
  readonly id: ChannelId;
  readonly kind: ChannelKind;
  readonly name: string;
}

export interface ReadRow {
  readonly name: string;
  readonly language: string | null;
  readonly tags: readonly string[];
  readonly addresses: readonly [AddressAt, ...AddressAt[]];
  readonly fields: Readonly<Record<LabelId, ContactFieldValue>>;
}
export interface RefusedRow {
  readonly refused: ImportRefusal;
  /** The position of the column at fault. Null: the row as a whole. */
  readonly at: number | null;
}

const languageTag = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

export function readRow(
  cells: readonly string[],
  { columns }: ImportPlan,
  known: Known,
): ReadRow | RefusedRow {
  let name = '';
  let language: string | null = null;
  const tags = new Set<string>();
  const addresses = new Map<string, AddressAt>();
  const fields: Record<LabelId, ContactFieldValue> = {};
  for (const [at, column] of columns.entries()) {
    const text = cells[at] ?? '';
    if (text === '' || column.to === 'ignore') continue;
    switch (column.to) {
      case 'name':
        name = text.slice(0, contactDetailLimits.nameLength);
        break;
      case 'language':
        if (!languageTag.test(text)) return { refused: 'value', at };
        language = text;
        break;
      case 'tags':
        for (const tag of text.split(',')) if (tag.trim() !== '') tags.add(tag.trim());
        break;
      case 'address': {
        const kind = known.channels.find(({ id }) => id === column.channel)?.kind;
        const address = kind === undefined ? null : addressIn(text, kind);
        if (address === null) return { refused: 'address', at };
        addresses.set(`${column.channel} ${address}`, { channel: column.channel, address });
        break;
      }
      case 'field': {
        const field = known.fields.find(({ id }) => id === column.field);
        const value = field && readValue(text, field.holds);
        if (value === undefined) return { refused: 'value', at };
        fields[column.field] = value;
      }
    }
  }
  return wholeRow({ name, language, tags: [...tags], fields }, [...addresses.values()]);
}

function wholeRow(
  row: Omit<ReadRow, 'addresses'>,
  [first, ...rest]: readonly AddressAt[],
): ReadRow | RefusedRow {
  if (first === undefined) return { refused: 'no-address', at: null };
  const { tags } = row;
  const isTagged =
    tags.length <= contactDetailLimits.tags &&
    tags.every((tag) => tag.length <= contactDetailLimits.tagLength);
  return isTagged ? { ...row, addresses: [first, ...rest] } : { refused: 'value', at: null };
}

/** Kinds whose addresses people know: at the others, providers give them. */
export const importableKinds: readonly ChannelKind[] = ['email', 'sms', 'custom'];

/** An address as its channel spells it. Null: it is none. */
export function addressIn(text: string, kind: ChannelKind): string | null {
  switch (kind) {
    case 'email':
      return /^[^\s@,;]{1,64}@[^\s@,;]+\.[^\s@,;]+$/.test(text) && text.length <= 320
        ? text.toLowerCase()
        : null;
    case 'sms': {
      const number = text.replaceAll(/[\s()./-]/g, '').replace(/^00/, '+');
      return /^\+[1-9][0-9]{6,14}$/.test(number) ? number : null;
    }
    case 'custom':
      return text.length <= 320 ? text : null;
    default:
      return null;
  }
}

const names: readonly (readonly [RegExp, ImportColumn['to'] | ChannelKind])[] = [
  [/^(e-?mail|mail|correo)/, 'email'],
  [/^(phone|mobile|sms|tel|telefon|handy|móvil|tel[eé]fono)/, 'sms'],
  [/^(name|full ?name|vollst.*name|nombre)/, 'name'],
  [/^(language|sprache|idioma)/, 'language'],
  [/^(tags?|labels?|etiquetas?|schlagw)/, 'tags'],
];

/** By the name of a field or a channel, then by usual words. Each but tags and addresses once. */
export function guessColumns(header: readonly string[], known: Known): ImportColumn[] {
  const taken = new Set<string>();
  return header.map((title) => {
    const guess = guessColumn(title.trim().toLowerCase(), known);
    const key = JSON.stringify(guess);
    if (guess.to !== 'ignore' && taken.has(key)) return { to: 'ignore' };
    taken.add(key);
    return guess;
  });
}

function guessColumn(title: string, { fields, channels }: Known): ImportColumn {
  const field = fields.find(({ name }) => name.toLowerCase() === title);
  if (field !== undefined) return { to: 'field', field: field.id };
  const open = channels.filter(({ kind }) => importableKinds.includes(kind));
  const named = open.find(({ name, id }) => name.toLowerCase() === title || id === title);
  if (named !== undefined) return { to: 'address', channel: named.id };
  const to = names.find(([pattern]) => pattern.test(title))?.[1];
  if (to === 'name' || to === 'language' || to === 'tags') return { to };
  const channel = open.find(({ kind }) => kind === to);
  return channel === undefined ? { to: 'ignore' } : { to: 'address', channel: channel.id };
}
