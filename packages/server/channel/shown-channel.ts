// How a stored channel is shown: without its secrets, with what its kind can do, and with the address
// at which the other side posts.
import { isOfferable } from '@opportune/core/channel/offer/entry-of.ts';
import type { Mail } from '@opportune/core/ports/mail.ts';
import type { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import { ChannelKind } from '@opportune/protocol/channel/channel.ts';
import { CustomSettings } from '@opportune/protocol/channel/custom.ts';
import { ShownEmail } from '@opportune/protocol/channel/email.ts';
import { isProviderKind } from '@opportune/protocol/channel/provider-kinds.ts';
import type { Channel } from '@opportune/protocol/rest/channel/channels.ts';
import type { StoredChannel } from './channel-rows.ts';
import { customCapabilities } from './custom/custom-channel.ts';
import { formerUntil } from '../http/signed/overlapping-secrets.ts';
import { emailCapabilities, isMailbox, mailboxCapabilities } from './email/email-channel.ts';
import { lineCapabilities } from './line/line-capabilities.ts';
import { pageCapabilities } from './page/page-capabilities.ts';
import { publicSettings } from './set-up.ts';
import { smsCapabilities } from './sms/sms-capabilities.ts';
import { telegramCapabilities } from './telegram/telegram-channel.ts';
import { telephoneCapabilities } from './telephone/telephone-channel.ts';
import { whatsappCapabilities } from './whatsapp/whatsapp-capabilities.ts';

export interface Around {
  readonly publicUrl: string;
  readonly mail: Pick<Mail, 'configured'>;
  readonly now: number;
}

/** Without its secret, and with what its kind can do. */
export function shownOf(stored: StoredChannel, { publicUrl, mail, now }: Around): Channel {
  const { settings, secret: _, revision: _revision, entry: _entry, ...channel } = stored;
  const kind = ChannelKind.parse(stored.kind);
  const isCustom = kind === 'custom';
  // Nothing leaves without a mail server, whatever is stored.
  const mailbox = kind === 'email' ? (ShownEmail.safeParse(settings).data ?? null) : null;
  const isUnmailed =
    kind === 'email' &&
    stored.state === 'connected' &&
    mailbox?.smtp === undefined &&
    !mail.configured;
  return {
    ...channel,
    ...{ kind, state: isUnmailed ? 'reconnect' : stored.state },
    capabilities: stored.capabilities ?? usualFor(kind, settings),
    deliverTo: isCustom ? CustomSettings.parse(settings).deliverTo : null,
    formerSecretUntil: isSigned(kind, mailbox) ? formerUntil(settings, now) : null,
    settings: publicSettings(kind, settings),
    mailbox,
    webhookUrl: webhookUrlOf(publicUrl, stored),
    offerable: isOfferable(stored),
  };
}

/** Where the other side posts. Null: nothing is posted to its kind. */
export function webhookUrlOf(
  publicUrl: string,
  { id, kind, settings }: Pick<StoredChannel, 'id' | 'kind' | 'settings'>,
): string | null {
  const isPosted = kind === 'email' && settings['inbound'] === 'webhook';
  if (isPosted) return `${publicUrl}/v1/channels/${id}/webhook`;
  if (kind === 'custom') return `${publicUrl}/v1/channels/${id}/messages`;
  return isProviderKind(kind) ? `${publicUrl}/v1/channels/${id}/webhook` : null;
}

function isSigned(kind: ChannelKind, mailbox: ShownEmail | null): boolean {
  return kind === 'custom' || mailbox?.inbound === 'webhook';
}

/** What a channel of the kind can do. Null: it is not said in data. */
function usualFor(kind: ChannelKind, settings: unknown): Capabilities | null {
  if (kind === 'email' && isMailbox(settings)) return mailboxCapabilities;
  const said = publicSettings(kind, settings);
  switch (kind) {
    case 'messenger':
    case 'instagram':
      return pageCapabilities(kind, said['humanAgent']);
    case 'sms':
      return smsCapabilities(said['provider']);
    default:
      return usualOf[kind];
  }
}

const usualOf = {
  web: null,
  email: emailCapabilities,
  custom: customCapabilities,
  telegram: telegramCapabilities,
  line: lineCapabilities,
  whatsapp: whatsappCapabilities,
  telephone: telephoneCapabilities,
} as const;
