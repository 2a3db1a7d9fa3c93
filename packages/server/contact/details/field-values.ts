// Whether a value fits the field that it is given to. A card number is no number that is kept.
import { mayKeepNumber } from '@opportune/core/masking/ways-in.ts';
import { isDay } from '@opportune/core/world/instant.ts';
import type { FieldType } from '@opportune/protocol/rest/conversation/labels.ts';
import type { ContactField, ContactFieldValue } from '@opportune/protocol/rest/contact/details.ts';

export function fits(value: ContactFieldValue, holds: FieldType): boolean {
  switch (holds.type) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) && mayKeepNumber(value);
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
