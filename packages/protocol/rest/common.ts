// Shapes that all REST resources share. Paths are under `/api/v1`. Lists are pages with a cursor. A
// POST may carry `Idempotency-Key` and is then performed once.
import { z } from 'zod';
import { reportLimits } from '../limits/campaigns.ts';

export const PageQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** The last instant that a date can represent, ms since 1970. */
export const lastInstant = 8.64e15;
/** In a query, ms since 1970. */
export const Instant = z.coerce.number().int().min(0).max(lastInstant);

/** Seconds to wait for an answer other than the one whose ETag is sent as `If-None-Match`. */
export const ChangeQuery = z.object({
  wait: z.coerce.number().int().min(0).max(reportLimits.waitS).default(0),
});

/** `next` is null on the last page. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/**
 * A document that is saved as a whole. A save sends the revision that it began from as `If-Match`.
 */
export function revised<Shape extends z.core.$ZodShape, Config extends z.core.$ZodObjectConfig>(
  document: z.ZodObject<Shape, Config>,
) {
  return document.extend({ revision: z.string() });
}
export type Revised<Document> = Document & { readonly revision: string };

/** The header of such a save. Without it, the stored document is replaced unconditionally. */
export const IfMatch = z.looseObject({ 'if-match': z.string().max(200).optional() });

/** Languages of console, files and letters. */
export const SpokenLanguage = z.enum(['en', 'de', 'es']);

export const Empty = z.object({});
