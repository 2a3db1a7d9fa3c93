// How channels reach addresses that administrators name: only public addresses, unless the operator
// allows private ones. The check applies to the address of the actual connection, whatever the name
// resolved to before.
import type { OutboundGuard } from './channel/reach.ts';
import { openOwnSmtpMail } from './adapter/mail-smtp.ts';
import { connectAllowed, isHostAllowed, lookupAllowed } from './http/outbound/allowed-lookup.ts';
import { requestBounded } from './http/outbound/bounded-request.ts';
import { isPublicAddress } from './http/outbound/public-address.ts';

export function openOutbound(allowPrivate: boolean): OutboundGuard {
  const isAllowed = (ip: string): boolean => allowPrivate || isPublicAddress(ip);
  const isAllowedOrHere = (ip: string): boolean => isAllowed(ip) || ip === '127.0.0.1';
  const connect = connectAllowed(isAllowed);
  return {
    request: (request) => requestBounded(request, isAllowed),
    mayReach: (host) => isHostAllowed(host, isAllowed),
    lookup: lookupAllowed(isAllowed),
    smtp: ({ host, port, security, auth, from }) =>
      openOwnSmtpMail({
        ...{ host, port, auth, from, connect },
        ...{ secure: security === 'tls', isTlsNeeded: security === 'starttls' },
      }),
    alsoTo: (origins) => (request) => {
      const isOurs = origins.includes(new URL(request.url).origin);
      return requestBounded(request, isOurs ? isAllowedOrHere : isAllowed);
    },
  };
}
