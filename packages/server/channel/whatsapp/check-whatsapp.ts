// Whether the token may use the number, and whether WhatsApp sends here. If it sends nowhere of ours,
// it is told to, for this number alone.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/override
import type { Checked } from '@opportune/core/ports/channel.ts';
import { z } from 'zod';
import { type Called, callGraph, postponedOf } from '../meta/graph-api.ts';
import type { WhatsappNumber } from './send-whatsapp.ts';

export interface CheckedNumber extends WhatsappNumber {
  readonly verifyToken: string;
  readonly businessAccountId: string | undefined;
}

const withinMs = 10_000;
const Configured = z.object({
  display_phone_number: z.string().optional(),
  webhook_configuration: z
    .object({
      application: z.string().optional(),
      whatsapp_business_account: z.string().optional(),
      phone_number: z.string().optional(),
    })
    .optional(),
});

export async function checkWhatsapp(number: CheckedNumber, webhookUrl: string): Promise<Checked> {
  const { phoneNumberId: id, businessAccountId, verifyToken } = number;
  const path = `${id}?fields=verified_name,display_phone_number,webhook_configuration`;
  const asked = await callGraph(number, { method: 'GET', path, withinMs });
  if (asked.type !== 'ok') return failing(asked);
  if (businessAccountId !== undefined) {
    const of = `${businessAccountId}/subscribed_apps`;
    const subscribed = await callGraph(number, { method: 'POST', path: of, withinMs });
    if (subscribed.type !== 'ok') return failing(subscribed);
  }
  const told = Configured.safeParse(asked.json).data ?? {};
  const { webhook_configuration: configured = {}, display_phone_number: entry } = told;
  const connected = { type: 'connected', entry } as const;
  // Several numbers may share the address of one of them.
  const shared = new URL('.', new URL('..', webhookUrl)).href;
  const now = configured.phone_number ?? configured.whatsapp_business_account;
  if ((now ?? configured.application)?.startsWith(shared) === true) return connected;
  const own = { override_callback_uri: webhookUrl, verify_token: verifyToken };
  const body = { webhook_configuration: own };
  const set = await callGraph(number, { method: 'POST', path: id, body, withinMs });
  return set.type === 'ok' ? connected : failing(set);
}

/** For example, an address without TLS, or one that did not answer the handshake. */
function failing(called: Exclude<Called, { type: 'ok' }>): Checked {
  return called.type === 'refused'
    ? { type: 'missing', detail: called.detail }
    : postponedOf(called);
}
