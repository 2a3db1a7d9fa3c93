// Documents of an account that people load, change and save, as a whole or in part. Each says its
// revision, and a save that names the one it began from is refused where the document is another by
// then: nobody undoes unseen what somebody else did. A save that names none replaces what is there.
// One in part is compared with the whole, too: what was not sent was seen as it was.
import { canonical } from '@opportune/core/behaviour/condition/canonical.ts';
import { digest } from '@opportune/core/world/fingerprint.ts';
import type { Revised } from '@opportune/protocol/rest/common.ts';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { KeyedQueue } from '../keyed-queue.ts';
import { principalOf } from '../access/principal.ts';
import { refuse } from '../problem/refusal.ts';

/** What a stale save means, for the document of the API. */
export const savedWhole =
  'Send the `revision` you loaded as `If-Match`; a 409 says that somebody changed it meanwhile.';

/** Comparing and saving are two transactions; one process has an account's records, so it orders them. */
const saves = new KeyedQueue();

/** The document with its revision: of the fields that a save may replace (`saved`), and of no others. */
export function withRevision<Document extends object>(
  saved: z.ZodObject,
  document: Document,
): Revised<Document> {
  const values = new Map(Object.entries(document));
  const content = Object.keys(saved.shape).map((field) => [field, values.get(field) ?? null]);
  return { ...document, revision: digest(canonical(content)) };
}

/** Saves and reads again. Throws `request.conflict`, as a campaign's draft does, for a stale save. */
export function saveWhole<Document extends object>(
  request: FastifyRequest,
  saved: z.ZodObject,
  {
    read,
    write,
  }: { readonly read: () => Promise<Document>; readonly write: () => Promise<unknown> },
): Promise<Revised<Document>> {
  const begunFrom = request.headers['if-match'];
  const revised = async () => withRevision(saved, await read());
  return saves.run(laneOf(request, request.routeOptions.url), async () => {
    if (begunFrom !== undefined && !names(begunFrom, (await revised()).revision))
      throw refuse('request.conflict', { path: 'revision' });
    await write();
    return revised();
  });
}

/**
 * Replaces what a document has, too, by a route of its own that has the same parameters as `whole`, the
 * document's route: never between the comparing and the saving of somebody who saves the document.
 */
export function savePart<T>(
  request: FastifyRequest,
  whole: string,
  write: () => Promise<T>,
): Promise<T> {
  return saves.run(laneOf(request, whole), write);
}

/** By what the route names, not by its address: that may be written in several ways. */
function laneOf(request: FastifyRequest, route: string | undefined): string {
  return JSON.stringify([principalOf(request).account, route, request.params]);
}

/** As RFC 9110 writes it: one revision in quotes, several between commas, or a star for any. */
function names(header: string, revision: string): boolean {
  const named = header.split(',').map((tag) => tag.trim().replaceAll('"', ''));
  return named.includes(revision) || header.trim() === '*';
}
