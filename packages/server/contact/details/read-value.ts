// What a text from a file means for a field of a contact.
import { isDay } from '@opportune/core/world/instant.ts';
import type { FieldType } from '@opportune/protocol/rest/conversation/labels.ts';
import {
  contactDetailLimits,
  type ContactFieldValue,
} from '@opportune/protocol/rest/contact/details.ts';

const yes = new Set(['yes', 'y', 'true', '1', 'x', 'ja', 'wahr', 'sí', 'si', 'verdadero']);
const no = new Set(['no', 'n', 'false', '0', 'nein', 'falsch', 'falso']);

/** Yes or no in words of the console's languages. Undefined: neither. */
function readFlag(text: string): boolean | undefined {
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
      return (
        holds.choices.find((choice) => choice.trim() === text) ??
        holds.choices.find((choice) => choice.toLowerCase() === text.toLowerCase())
      );
    case 'text':
      return text.length > contactDetailLimits.textLength ? undefined : text;
  }
}

/** 1234.5, and 1234,5 as spreadsheets in many languages write it. Signs that group are ambiguous. */
function readNumber(text: string): number | undefined {
  // As an export writes it.
  const number = Number(text);
  if (Number.isFinite(number) && String(number) === text) return number;
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
