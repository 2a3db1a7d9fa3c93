// Files of messages: asked for by their id, then read from the address that WhatsApp names, which
// holds for five minutes. https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
import type { Fetched, MediaBounds } from '@opportune/core/ports/channel.ts';
import { z } from 'zod';
import { callGraph, type Graph, postponedOf } from '../meta/graph-api.ts';
import { fetchFile } from '../provider/fetch-file.ts';

const Found = z.object({ url: z.url(), file_size: z.coerce.number().optional() });

export async function fetchWhatsappMedia(
  graph: Graph,
  reference: string,
  bounds: MediaBounds,
): Promise<Fetched> {
  if (!/^[\w.:-]+$/.test(reference)) return { type: 'gone' };
  const { withinMs } = bounds;
  const asked = await callGraph(graph, { method: 'GET', path: reference, withinMs });
  if (asked.type === 'refused') return { type: 'gone' };
  if (asked.type !== 'ok') return postponedOf(asked);
  const found = Found.safeParse(asked.json).data;
  if (found === undefined) return { type: 'gone' };
  if ((found.file_size ?? 0) > bounds.mostBytes) return { type: 'too-large' };
  return fetchFile(graph.reach, found.url, headersFor(graph, found.url), bounds);
}

const ofMeta = /(^|\.)(fbsbx\.com|fbcdn\.net|facebook\.com|whatsapp\.(com|net))$/;

/** The token goes to Meta alone, whatever address was named. */
function headersFor({ base, token }: Graph, url: string): Readonly<Record<string, string>> {
  const { hostname, origin, protocol } = new URL(url);
  const isMeta =
    origin === new URL(base).origin || (protocol === 'https:' && ofMeta.test(hostname));
  return isMeta ? { authorization: `Bearer ${token}` } : {};
}
