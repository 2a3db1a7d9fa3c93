// How a form writes each part of a document, by its schema: texts and numbers as text, a choice as
// one of its values, a list of texts as one line each. Null is written as an empty text.
import { z } from 'zod';

/** The content of a field while the user fills it in. */
export type Written<Value> = [Value] extends [boolean]
  ? boolean
  : [Value] extends [string | null]
    ? NonNullable<Value> | (null extends Value ? '' : never)
    : [Value] extends [number | null]
      ? string
      : [Value] extends [readonly (infer Item)[]]
        ? string extends Item
          ? string
          : Value
        : Value;

export interface Part {
  /** `own`: the page draws the field itself. */
  readonly kind: 'text' | 'number' | 'choice' | 'switch' | 'lines' | 'set' | 'own';
  readonly isNullable?: boolean;
  /** The form cannot be saved while this part is empty. */
  readonly isRequired?: boolean;
  readonly choices?: readonly string[];
  /** Limits that the browser checks for a text or a number. */
  readonly limits?: { maxLength?: number; min?: number; max?: number; step?: 'any' };
}

/** The kind of field for a schema. */
export function partOf(schema: z.core.$ZodType): Part {
  if (schema instanceof z.ZodNullable)
    return { ...partOf(schema.unwrap()), isNullable: true, isRequired: false };
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional)
    return partOf(schema.unwrap());
  if (schema instanceof z.ZodBoolean) return { kind: 'switch' };
  if (schema instanceof z.ZodEnum) return { kind: 'choice', choices: schema.options.map(String) };
  if (schema instanceof z.ZodString) {
    const { minLength, maxLength } = schema;
    return {
      kind: 'text',
      isRequired: minLength !== null && minLength > 0,
      limits: maxLength === null ? {} : { maxLength },
    };
  }
  if (schema instanceof z.ZodNumber) {
    const { minValue: min, maxValue: max, isInt } = schema;
    const limits = {
      ...(min !== null && min > Number.MIN_SAFE_INTEGER ? { min } : {}),
      ...(max !== null && max < Number.MAX_SAFE_INTEGER ? { max } : {}),
      ...(isInt ? {} : { step: 'any' as const }),
    };
    return { kind: 'number', isRequired: true, limits };
  }
  if (!(schema instanceof z.ZodArray)) return { kind: 'own' };
  const item = partOf(schema.element);
  if (item.kind === 'text') return { kind: 'lines' };
  return item.kind === 'choice' ? { ...item, kind: 'set' } : { kind: 'own' };
}

/** A value as its field shows it. */
export function writtenOf({ kind }: Part, value: unknown): unknown {
  if (kind === 'lines' && Array.isArray(value)) return value.join('\n');
  if (kind === 'text' || kind === 'number' || kind === 'choice')
    return value === null || value === undefined ? '' : String(value);
  return value;
}

/**
 * The value of a field. An invalid number stays as it is written, so that the schema refuses it.
 */
export function valueOf({ kind, isNullable = false }: Part, written: unknown): unknown {
  if (typeof written !== 'string') return written;
  if (kind === 'lines') return linesOf(written);
  const isEmpty = written.trim() === '';
  if (isEmpty && isNullable) return null;
  return kind === 'number' && !isEmpty ? Number(written) : written;
}

/** The lines of a text, trimmed, without empty ones. */
function linesOf(text: string): string[] {
  return text.split('\n').flatMap((line) => line.trim() || []);
}
