// The kind e-mail as tests build it: mailboxes on this machine are reached, unless a test wants the guard.
import type { MailOf } from '@opportune/core/ports/mail.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { openOwnSmtpMail } from '../../adapter/mail-smtp.ts';
import {
  connectAllowed,
  isHostAllowed,
  lookupAllowed,
} from '../../http/outbound/allowed-lookup.ts';
import { requestBounded } from '../../http/outbound/bounded-request.ts';
import { isPublicAddress } from '../../http/outbound/public-address.ts';
import type { OutboundGuard, Ways } from '../reach.ts';
import type { EmailParts } from './email-channel.ts';
import { emailParts } from './email-parts.ts';

/** As the server has it. */
export function testOutbound(allowPrivate = true): OutboundGuard {
  const isAllowed = (ip: string): boolean => allowPrivate || isPublicAddress(ip);
  const connect = connectAllowed(isAllowed);
  const ways: Ways = {
    request: (request) => requestBounded(request, isAllowed),
    smtp: ({ security, ...access }) =>
      openOwnSmtpMail({ ...access, connect, secure: security === 'tls' }),
  };
  return {
    ...ways,
    alsoTo: () => ways,
    mayReach: (host) => isHostAllowed(host, isAllowed),
    lookup: lookupAllowed(isAllowed),
  };
}

export function testEmailParts(
  mailOf: MailOf,
  clock: Clock = { now: () => Date.now() },
): EmailParts {
  const outbound = testOutbound();
  return emailParts({ clock, reach: outbound.request, outbound, mailOf, rotated: async () => {} });
}
