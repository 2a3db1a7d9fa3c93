// Custom attributes that an account declares: name, type and privacy. Undeclared ones are stored
// with the visitor, but no condition reads them.
import { z } from 'zod';

export const CustomAttributeType = z.enum(['text', 'number', 'boolean', 'instant']);
export type CustomAttributeType = z.infer<typeof CustomAttributeType>;

/**
 * `public`: anybody may see it. `internal`: everybody who works for the account may. `personal`:
 * names or describes a person; its value is in no answer, explanation or export, only in the stored
 * event.
 */
export const Privacy = z.enum(['public', 'internal', 'personal']);
export type Privacy = z.infer<typeof Privacy>;

export const CustomAttribute = z.strictObject({
  name: z.string().regex(/^[A-Za-z][\w-]{0,63}$/),
  type: CustomAttributeType,
  privacy: Privacy,
});
export type CustomAttribute = z.infer<typeof CustomAttribute>;

/** Whether a value is of a declared type. Instants are ms since 1970, or a date that `parses`. */
export function isOfType(
  type: CustomAttributeType,
  value: unknown,
  parses: (text: string) => number | null,
): boolean {
  if (type === 'text') return typeof value === 'string';
  if (type !== 'instant') return typeof value === type;
  return typeof value === 'number' || (typeof value === 'string' && parses(value) !== null);
}
