// Whether a value fits the field that it is given to, and what a text from a file means for a field.
import { isDay } from '@opportune/core/world/instant.ts';
import type { FieldType } from '@opportune/protocol/rest/conversation/labels.ts';
import {
  contactDetailLimits,
  type ContactField,
  type ContactFieldValue,
} from '@opportune/protocol/rest/contact/details.ts';

export function fits(value: ContactFieldValue, holds: FieldType): boolean {
  switch (holds.type) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'flag':
      return typeof value === 'boolean';
    case 'date':
      return typeof value === 'string' && isDay(value);
    case 'choice':
      return typeof value === 'string' && holds.choices.includes(value);
  }
}

/** Only values of fields that are listed now and that still fit. */
export function shownValues(
  values: Readonly<Record<string, ContactFieldValue | null>>,
  fields: readonly ContactField[],
): Record<string, ContactFieldValue> {
  const shown: Record<string, ContactFieldValue> = {};
  for (const { id, holds } of fields) {
    const value = values[id];
    if (value !== undefined && value !== null && fits(value, holds)) shown[id] = value;
  }
  return shown;
}

const yes = new Set(['yes', 'y', 'true', '1', 'x', 'ja', 'wahr', 'sí', 'si', 'verdadero']);
const no = new Set(['no', 'n', 'false', '0', 'nein', 'falsch', 'falso']);

/** Yes or no in words of the console's languages. Undefined: neither. */
export function readFlag(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  if (yes.has(word)) return true;
  return no.has(word) ? false : undefined;
}

/** The value that a text means for a field. Undefined: none that fits. */
export function readValue(text: string, holds: FieldType): ContactFieldValue | undefined {
  switch (holds.type) {
    case 'flag':
      return readFlag(text);
    case 'number':
      return readNumber(text);
    case 'date':
      return readDay(text);
    case 'choice':
      return holds.choices.find((choice) => choice.toLowerCase() === text.toLowerCase());
    case 'text':
      return text.length > contactDetailLimits.textLength ? undefined : text;
  }
}

/** 1234.5, and 1234,5 as spreadsheets in many languages write it. Signs that group are ambiguous. */
function readNumber(text: string): number | undefined {
  if (!/^[+-]?\d{1,15}([.,]\d{1,10})?$/.test(text)) return undefined;
  return Number(text.replace(',', '.'));
}

/** 2026-03-09, and 9.3.2026. With slashes, day and month cannot be told apart. */
function readDay(text: string): string | undefined {
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  const day =
    dotted === null
      ? text
      : `${dotted[3]}-${dotted[2]?.padStart(2, '0')}-${dotted[1]?.padStart(2, '0')}`;
  return isDay(day) ? day : undefined;
}
