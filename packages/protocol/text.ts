// Text that people write, as it may be stored: well-formed Unicode without the null character,
// which PostgreSQL's jsonb refuses. Everything else is kept as it was written; what is drawn of it
// is the renderer's affair.
import { z } from 'zod';

const nulls = /\u0000/g;

/** With unpaired surrogates as U+FFFD and null characters left out. */
export function storable(text: string): string {
  return text.toWellFormed().replace(nulls, '');
}

/** A text of people, at most so many UTF-16 units, made storable. */
export function textOf(maxLength: number, minLength = 0) {
  return z.string().overwrite(storable).min(minLength).max(maxLength);
}
