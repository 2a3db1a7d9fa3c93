// What a row of a file says of a contact, by the plan of its columns, or why it is refused.
import { type AddressAt, addressLength } from '@opportune/protocol/contact/contact.ts';
import type { Mask } from '@opportune/core/masking/mask.ts';
import type { ChannelKind } from '@opportune/protocol/channel/channel.ts';
import type { ChannelId, LabelId } from '@opportune/protocol/ids.ts';
import { contactLimits } from '@opportune/protocol/rest/contact/contacts.ts';
import {
  contactDetailLimits,
  type ContactField,
  type ContactFieldValue,
} from '@opportune/protocol/rest/contact/details.ts';
import type { ImportPlan, ImportRefusal } from '@opportune/protocol/rest/contact/transfer.ts';
import { maskedText } from '../details/masked-text.ts';
import { fits } from '../details/field-values.ts';
import { readValue } from '../details/read-value.ts';
import { itemsIn } from './list-cell.ts';

/** What the account has, by which columns are read. */
export interface Known {
  readonly fields: readonly ContactField[];
  readonly channels: readonly ImportChannel[];
  /** What the account masks in texts. */
  readonly mask: Pick<Mask, 'text'>;
}
export interface ImportChannel {
  readonly id: ChannelId;
  readonly kind: ChannelKind;
  readonly name: string;
}

export interface RowAddress extends AddressAt {
  /** The position of its column. */
  readonly at: number;
}
export interface ReadRow {
  readonly name: string;
  readonly language: string | null;
  readonly tags: readonly string[];
  readonly addresses: readonly [RowAddress, ...RowAddress[]];
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
  const addresses = new Map<string, RowAddress>();
  const fields: Record<LabelId, ContactFieldValue> = {};
  for (const [at, column] of columns.entries()) {
    const text = cells[at] ?? '';
    if (text === '' || column.to === 'ignore') continue;
    switch (column.to) {
      case 'name':
        name = maskedText(known.mask, text, contactDetailLimits.nameLength);
        break;
      case 'language':
        if (text.length > contactDetailLimits.languageLength || !languageTag.test(text))
          return { refused: 'value', at };
        language = text;
        break;
      case 'tags':
        for (const tag of itemsIn(text, ',', contactDetailLimits.tags))
          tags.add(known.mask.text(tag.trim()));
        break;
      case 'address': {
        const kind = known.channels.find(({ id }) => id === column.channel)?.kind;
        for (const item of itemsIn(text, ';', contactLimits.addresses)) {
          const address = kind === undefined ? null : addressIn(item, kind);
          if (address === null) return { refused: 'address', at };
          addresses.set(`${column.channel} ${address}`, { channel: column.channel, address, at });
        }
        if (addresses.size > contactLimits.addresses) return { refused: 'address', at };
        break;
      }
      case 'field': {
        const field = known.fields.find(({ id }) => id === column.field);
        const value = field && readField(text, field, known);
        if (value === undefined) return { refused: 'value', at };
        fields[column.field] = value;
      }
    }
  }
  return wholeRow({ name, language, tags: [...tags], fields }, [...addresses.values()]);
}

function wholeRow(
  row: Omit<ReadRow, 'addresses'>,
  [first, ...rest]: readonly RowAddress[],
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
      return /^[^\s@,;]{1,64}@[^\s@,;]+\.[^\s@,;]+$/.test(text)
        ? bounded(text.toLowerCase())
        : null;
    case 'sms': {
      const number = text.replaceAll(/[\s()./-]/g, '').replace(/^00/, '+');
      return /^\+[1-9][0-9]{6,14}$/.test(number) ? number : null;
    }
    case 'custom':
      return bounded(text);
    default:
      return null;
  }
}

function bounded(address: string): string | null {
  return address.length <= addressLength ? address : null;
}

function readField(
  text: string,
  { holds }: ContactField,
  known: Known,
): ContactFieldValue | undefined {
  if (holds.type !== 'text') {
    const value = readValue(text, holds);
    return value !== undefined && fits(value, holds) ? value : undefined;
  }
  return text.length > contactDetailLimits.textLength
    ? undefined
    : maskedText(known.mask, text, contactDetailLimits.textLength);
}

/** The cells of a row as they may be kept: addresses in their own columns stay. */
export function maskedCells(
  cells: readonly string[],
  { columns }: Pick<ImportPlan, 'columns'>,
  { mask }: Known,
): readonly string[] {
  return cells.map((cell, at) => (columns[at]?.to === 'address' ? cell : mask.text(cell)));
}
