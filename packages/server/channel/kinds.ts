// The kinds of channels that are reached through the port, one line each.
import type { ChannelAdapter } from '@opportune/core/ports/channel.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { createCustomKind } from './custom/custom-channel.ts';
import { createEmailKind, type EmailParts } from './email/email-channel.ts';
import { createLineKind } from './line/line-channel.ts';
import { createPageKind } from './page/page-channel.ts';
import type { Reach } from './reach.ts';
import { createSmsKind } from './sms/sms-channel.ts';
import type { HelpWords } from './sms/sms-words.ts';
import { createTelephoneKind } from './telephone/telephone-channel.ts';
import { createTelegramKind } from './telegram/telegram-channel.ts';
import { createWhatsappKind } from './whatsapp/whatsapp-channel.ts';

export type Kinds = ReadonlyMap<string, ChannelAdapter>;

export interface KindsParts {
  readonly reach: Reach;
  readonly clock: Clock;
  readonly email: EmailParts;
  /** What somebody is answered who asks for help by SMS. */
  readonly helpWords: HelpWords;
}

export function createKinds({ reach, clock, email, helpWords }: KindsParts): Kinds {
  const adapters = [
    createCustomKind(reach, clock),
    createEmailKind(email),
    createTelegramKind(reach),
    createLineKind(reach, clock),
    createWhatsappKind(reach),
    createPageKind('messenger', reach, clock),
    createPageKind('instagram', reach, clock),
    createSmsKind(reach, clock, helpWords),
    createTelephoneKind(reach),
  ];
  return new Map(adapters.map((adapter) => [adapter.kind, adapter]));
}
