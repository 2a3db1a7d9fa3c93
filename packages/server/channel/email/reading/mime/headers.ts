// The header of a part: fields in their order, unfolded, each still as its bytes (a character a byte).
import { letterLimits as limits } from '@opportune/protocol/limits/mail.ts';

export interface Field {
  /** In lower case. */
  readonly name: string;
  /** Unfolded, without decoding. */
  readonly value: string;
}

export interface Header {
  readonly fields: readonly Field[];
  /** The first of this name. */
  one(name: string): string | null;
  all(name: string): readonly string[];
}

/** A field that is no field is skipped: some relays insert lines. */
export function readHeader(block: string): Header {
  const fields: { name: string; value: string }[] = [];
  for (const line of block.slice(0, limits.headerLength).split(/\r\n|\n|\r/)) {
    const last = fields.at(-1);
    if (/^[ \t]/.test(line)) {
      if (last !== undefined && last.value.length < limits.fieldLength)
        last.value += ` ${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    if (!/^[!-9;-~]+$/.test(name)) continue;
    if (fields.length >= limits.fields) break;
    fields.push({ name, value: line.slice(colon + 1).trim() });
  }
  return headerOf(fields);
}

function headerOf(fields: Header['fields']): Header {
  return {
    fields,
    one: (name) => fields.find((field) => field.name === name)?.value ?? null,
    all: (name) => fields.filter((field) => field.name === name).map(({ value }) => value),
  };
}
