// How each part of a document is written in a form, by its schema: texts and numbers as text, a choice
// as one of its values, a list of texts one a line. Nothing is written as an empty text.
import { z } from 'zod';

/** What a field holds while it is filled in. */
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
  /** `own`: the page draws it itself. */
  readonly kind: 'text' | 'number' | 'choice' | 'switch' | 'lines' | 'set' | 'own';
  readonly isNullable?: boolean;
  /** Nothing can be saved without it. */
  readonly isRequired?: boolean;
  readonly choices?: readonly string[];
  /** What the browser is told of a text or a number. */
  readonly limits?: { maxLength?: number; min?: number; max?: number; step?: 'any' };
}

/** The part of a document that a schema describes. */
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

/** The value that a field says. A number that is none stays as it is written: the schema refuses it. */
export function valueOf({ kind, isNullable = false }: Part, written: unknown): unknown {
  if (typeof written !== 'string') return written;
  if (kind === 'lines') return linesOf(written);
  const isEmpty = written.trim() === '';
  if (isEmpty && isNullable) return null;
  return kind === 'number' && !isEmpty ? Number(written) : written;
}

/** The entries of a text that has one a line. */
function linesOf(text: string): string[] {
  return text.split('\n').flatMap((line) => line.trim() || []);
}
