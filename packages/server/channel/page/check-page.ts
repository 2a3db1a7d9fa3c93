// Whether the token may use the page or account, and whether the app gets its events: it is subscribed
// to them. The address itself is entered in the app at Meta, which no token of a page may change.
import type { Checked } from '@opportune/core/ports/channel.ts';
import { z } from 'zod';
import { callGraph, postponedOf } from '../meta/graph-api.ts';
import type { Page } from './send-page.ts';

const withinMs = 10_000;
const accountFields = [
  ...['messages', 'messaging_postbacks', 'message_reactions', 'messaging_seen'],
  ...['messaging_referral', 'messaging_handover', 'standby'],
];
const pageFields = [
  ...['messages', 'messaging_postbacks', 'message_reactions', 'message_echoes'],
  ...['message_deliveries', 'message_reads', 'standby', 'message_edits', 'messaging_referrals'],
  'messaging_handovers',
];

export async function checkPage(page: Page, of: 'page' | 'account'): Promise<Checked> {
  const subscribed_fields = (of === 'page' ? pageFields : accountFields).join(',');
  const path = `${page.id}/subscribed_apps?${new URLSearchParams({ subscribed_fields })}`;
  const called = await callGraph(page, { method: 'POST', path, withinMs });
  if (called.type === 'refused') return { type: 'missing', detail: called.detail };
  if (called.type !== 'ok') return postponedOf(called);
  return { type: 'connected', entry: await userNameOf(page, of) };
}

const Named = z.object({ username: z.string() });
const Linked = z.object({ instagram_business_account: Named });

/** Of an Instagram account, by which links name it. Undefined: it has none. */
async function userNameOf(page: Page, of: 'page' | 'account'): Promise<string | undefined> {
  const fields = of === 'account' ? 'username' : 'instagram_business_account{username}';
  const path = `${page.id}?${new URLSearchParams({ fields })}`;
  const asked = await callGraph(page, { method: 'GET', path, withinMs });
  if (asked.type !== 'ok') return undefined;
  const own = Named.safeParse(asked.json).data;
  return own?.username ?? Linked.safeParse(asked.json).data?.instagram_business_account.username;
}
