// Documents of an account that people load, change and save, as a whole or in part. Each says its
// revision, and a save that names the one it began from is refused where the document is another by
// then: nobody undoes unseen what somebody else did. A save that names none replaces what is there.
// One in part is compared with the whole, too: what was not sent was seen as it was.
import { canonical } from '@opportune/core/behaviour/condition/canonical.ts';
import { digest } from '@opportune/core/world/fingerprint.ts';
import type { Revised } from '@opportune/protocol/rest/common.ts';
import type { z } from 'zod';
import { refuse } from '../problem/refusal.ts';

/** What a stale save means, for the document of the API. */
export const savedWhole =
  'Send the `revision` you loaded as `If-Match`; a 409 says that somebody changed it meanwhile.';

/**
 * Throws `request.conflict` unless the document is still what a save began from. Whoever stores it asks
 * this of what it finds in the transaction that writes, after `lockAccount`: comparing and saving are
 * one step, whichever process does it.
 */
export type Unchanged = (found: object) => void;

/** Of a save that names no revision. */
export const whateverItIs: Unchanged = () => {};

/** The document with its revision: of the fields that a save may replace (`saved`), and of no others. */
export function withRevision<Document extends object>(
  saved: z.ZodObject,
  document: Document,
): Revised<Document> {
  const values = new Map(Object.entries(document));
  const content = Object.keys(saved.shape).map((field) => [field, values.get(field) ?? null]);
  return { ...document, revision: digest(canonical(content)) };
}

/** Since the revision that `If-Match` names. */
export function unchangedSince(begunFrom: string | undefined, saved: z.ZodObject): Unchanged {
  if (begunFrom === undefined) return whateverItIs;
  return (found) => refuseOther(begunFrom, withRevision(saved, found).revision);
}

/** Throws `request.conflict` where `If-Match` names another revision than the one that is stored. */
export function refuseOther(begunFrom: string | undefined, revision: string | number): void {
  if (begunFrom !== undefined && !names(begunFrom, String(revision)))
    throw refuse('request.conflict', { path: 'revision' });
}

/** As RFC 9110 writes it: one revision in quotes, several between commas, or a star for any. */
function names(header: string, revision: string): boolean {
  const named = header.split(',').map((tag) => tag.trim().replaceAll('"', ''));
  return named.includes(revision) || header.trim() === '*';
}
