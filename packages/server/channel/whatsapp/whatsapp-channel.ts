// The kind *whatsapp*: a number of the WhatsApp Business Platform, over its Cloud API.
import type { ChannelAdapter, Opened, Signalled } from '@opportune/core/ports/channel.ts';
import { WhatsappSettings } from '@opportune/protocol/channel/whatsapp.ts';
import { channelLimits } from '@opportune/protocol/limits/channels.ts';
import { callGraph } from '../meta/graph-api.ts';
import { verifyMeta } from '../meta/meta-webhook.ts';
import { secretSettings } from '../provider/settings.ts';
import type { Reach } from '../reach.ts';
import { checkWhatsapp } from './check-whatsapp.ts';
import { sendWhatsapp, type WhatsappNumber } from './send-whatsapp.ts';
import { whatsappCapabilities, whatsappRates } from './whatsapp-capabilities.ts';
import { whatsappEntries, whatsappItems } from './whatsapp-items.ts';
import { fetchWhatsappMedia } from './whatsapp-media.ts';
import { readTemplates } from './whatsapp-templates.ts';

const signalMs = 5000;

export function createWhatsappKind(reach: Reach): ChannelAdapter {
  return {
    kind: 'whatsapp',
    open({ settings, secret, capabilities }) {
      const read = WhatsappSettings.safeParse(secretSettings(settings, secret));
      if (!read.success) return null;
      const { apiBase: base = publicBase, accessToken: token, phoneNumberId, ...rest } = read.data;
      const number: WhatsappNumber = { reach, base, token, phoneNumberId };
      const { businessAccountId, verifyToken, appSecret } = rest;
      return {
        capabilities: capabilities ?? whatsappCapabilities,
        rates: whatsappRates,
        requestBytes: channelLimits.metaRequestBytes,
        route: phoneNumberId,
        signedWith: appSecret,
        verify: (request) =>
          verifyMeta(request, rest, 'whatsapp_business_account', whatsappEntries),
        items: whatsappItems,
        send: (order) => sendWhatsapp(number, order),
        fetchMedia: (reference, bounds) => fetchWhatsappMedia(number, reference, bounds),
        signal: (_address, told) => signal(number, told),
        check: (url) => checkWhatsapp({ ...number, businessAccountId, verifyToken }, url),
        ...(businessAccountId !== undefined && {
          templates: () => readTemplates(number, businessAccountId),
        }),
      } satisfies Opened;
    },
  };
}

const publicBase = 'https://graph.facebook.com';

/** WhatsApp shows typing for a message alone, and marks it as read with it: only reading is told. */
async function signal(number: WhatsappNumber, told: Signalled): Promise<void> {
  if (told.type !== 'read') return;
  const body = { messaging_product: 'whatsapp', status: 'read', message_id: told.externalId };
  const path = `${number.phoneNumberId}/messages`;
  await callGraph(number, { method: 'POST', path, body, withinMs: signalMs });
}
