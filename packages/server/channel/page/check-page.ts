// Whether the token may use the page or account, and whether the app gets its events: it is subscribed
// to them. The address itself is entered in the app at Meta, which no token of a page may change.
import type { Checked } from '@opportune/core/ports/channel.ts';
import { callGraph, postponedOf } from '../meta/graph-api.ts';
import type { Page } from './send-page.ts';

const withinMs = 10_000;
const accountFields = ['messages', 'messaging_postbacks', 'message_reactions', 'messaging_seen'];
const pageFields = [
  ...['messages', 'messaging_postbacks', 'message_reactions', 'message_echoes'],
  ...['message_deliveries', 'message_reads', 'standby', 'message_edits'],
];

export async function checkPage(page: Page, of: 'page' | 'account'): Promise<Checked> {
  const subscribed_fields = (of === 'page' ? pageFields : accountFields).join(',');
  const path = `${page.id}/subscribed_apps?${new URLSearchParams({ subscribed_fields })}`;
  const called = await callGraph(page, { method: 'POST', path, withinMs });
  if (called.type === 'refused') return { type: 'missing', detail: called.detail };
  return called.type === 'ok' ? { type: 'connected' } : postponedOf(called);
}
