// How mail reaches the mail servers that accounts name: only at public addresses, unless the
// operator allows private ones. The check applies to the address of the actual connection, whatever
// the name resolved to before.
import type { OwnMail } from './account/mail/account-mail.ts';
import { openOwnSmtpMail } from './adapter/mail-smtp.ts';
import { connectAllowed, isHostAllowed } from './http/outbound/allowed-lookup.ts';
import { isPublicAddress } from './http/outbound/public-address.ts';

export function openOwnMail(allowPrivate: boolean): OwnMail {
  const isAllowed = (ip: string): boolean => allowPrivate || isPublicAddress(ip);
  const connect = connectAllowed(isAllowed);
  return {
    mayReach: (host) => isHostAllowed(host, isAllowed),
    open: ({ host, port, tls, user, sender, senderName }, password) =>
      openOwnSmtpMail({
        ...{ host, port, connect, secure: tls === 'direct' },
        auth: user === null ? null : { user, pass: password ?? '' },
        from: { address: sender, name: senderName },
      }),
  };
}
