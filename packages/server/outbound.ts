// How channels reach addresses that administrators name: only public addresses, unless the operator
// allows private ones. The check applies to the address of the actual connection, whatever the name
// resolved to before.
import type { OpenSmtp } from './channel/email/sending/seams.ts';
import type { OutboundGuard } from './channel/reach.ts';
import { openOwnSmtpMail } from './adapter/mail-smtp.ts';
import { connectAllowed, isHostAllowed, lookupAllowed } from './http/outbound/allowed-lookup.ts';
import { requestBounded } from './http/outbound/bounded-request.ts';
import { isPublicAddress } from './http/outbound/public-address.ts';

export function openOutbound(allowPrivate: boolean): OutboundGuard {
  const isAllowed = (ip: string): boolean => allowPrivate || isPublicAddress(ip);
  const isAllowedOrHere = (ip: string): boolean => isAllowed(ip) || ip === '127.0.0.1';
  const isOurs = (origins: readonly string[], url: string): boolean =>
    origins.includes(new URL(url).origin);
  return {
    request: (request) => requestBounded(request, isAllowed),
    mayReach: (host) => isHostAllowed(host, isAllowed),
    lookup: lookupAllowed(isAllowed),
    smtp: smtpTo(isAllowed),
    alsoTo: (origins) => ({
      request: (request) =>
        requestBounded(request, isOurs(origins, request.url) ? isAllowedOrHere : isAllowed),
      smtp: (access) =>
        smtpTo(
          origins.includes(`smtp://${access.host}:${access.port}`) ? isAllowedOrHere : isAllowed,
        )(access),
    }),
  };
}

function smtpTo(isAllowed: (ip: string) => boolean): OpenSmtp {
  const connect = connectAllowed(isAllowed);
  return ({ host, port, security, auth, from }) =>
    openOwnSmtpMail({
      ...{ host, port, auth, from, connect },
      ...{ secure: security === 'tls', isTlsNeeded: security === 'starttls' },
    });
}
