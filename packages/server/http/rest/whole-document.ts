// Documents of an account that people load, change and save, in whole or in part. A save that names
// the revision it is based on is refused if the document has changed since. A save without a
// revision replaces the document. A partial save is compared with the whole document too, because
// its author relied on the fields that were not sent.
import { canonical } from '@opportune/core/behaviour/condition/canonical.ts';
import { digest } from '@opportune/core/world/fingerprint.ts';
import type { Revised } from '@opportune/protocol/rest/common.ts';
import type { z } from 'zod';
import { refuse } from '../problem/refusal.ts';

/** The description of a stale save in the API document. */
export const savedWhole =
  'Send the `revision` you loaded as `If-Match`. 409 means that somebody changed it meanwhile.';

/**
 * Throws `request.conflict` if the document has changed since the base of the save. Call it in the
 * writing transaction, after `lockAccount`, with the document found there. Comparing and saving are
 * then one step across all processes.
 */
export type Unchanged = (found: object) => void;

/** For a save that names no revision. */
export const whateverItIs: Unchanged = () => {};

/** Adds a document's revision. It covers only the fields that a save may replace (`saved`). */
export function withRevision<Document extends object>(
  saved: z.ZodObject,
  document: Document,
): Revised<Document> {
  const values = new Map(Object.entries(document));
  const content = Object.keys(saved.shape).map((field) => [field, values.get(field) ?? null]);
  return { ...document, revision: digest(canonical(content)) };
}

/** Checks against the revision in `If-Match`. */
export function unchangedSince(begunFrom: string | undefined, saved: z.ZodObject): Unchanged {
  if (begunFrom === undefined) return whateverItIs;
  return (found) => refuseOther(begunFrom, withRevision(saved, found).revision);
}

/** Throws `request.conflict` if `If-Match` names another revision than the stored one. */
export function refuseOther(begunFrom: string | undefined, revision: string | number): void {
  if (begunFrom !== undefined && !names(begunFrom, String(revision)))
    throw refuse('request.conflict', { path: 'revision' });
}

/** Reads `If-Match` as in RFC 9110: quoted revisions separated by commas, or a star for any. */
function names(header: string, revision: string): boolean {
  const named = header.split(',').map((tag) => tag.trim().replaceAll('"', ''));
  return named.includes(revision) || header.trim() === '*';
}
