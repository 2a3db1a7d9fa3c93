// Opens a mailbox: letters come by IMAP or are posted, and answers leave by SMTP.
import { createHmac } from 'node:crypto';
import type {
  Checked,
  Opened,
  RawRequest,
  StoredChannel,
  Verified,
} from '@opportune/core/ports/channel.ts';
import type { Mac } from '@opportune/core/mail/thread/mac.ts';
import type { MailOf } from '@opportune/core/ports/mail.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import { mailboxLimits } from '@opportune/protocol/limits/mail.ts';
import { keysAt } from '../../http/signed/overlapping-secrets.ts';
import { verifySigned } from '../../http/signed/standard-webhooks.ts';
import { checkMailbox } from './connection/check-mailbox.ts';
import type { ImapAccess, MailWays } from './connection/imap.ts';
import type { Tokens } from './connection/tokens.ts';
import type { LetterRoom } from './connection/watch-folder.ts';
import { watchMailbox } from './connection/watch-mailbox.ts';
import { type Mailbox, readMailbox } from './mailbox.ts';
import { enclosedFile } from './receiving/enclosed-file.ts';
import { letterItems } from './receiving/letter-items.ts';
import { packedLetter } from './receiving/packed-letter.ts';
import type { LetterReaders } from './receiving/read-apart.ts';
import { readPacked } from './receiving/read-packed.ts';
import type { OpenSmtp } from './sending/seams.ts';
import { sendFromMailbox } from './sending/send-from-mailbox.ts';

export interface MailboxUse {
  readonly clock: Clock;
  readonly ways: MailWays;
  readonly tokens: Tokens;
  readonly room: LetterRoom;
  readonly readers: LetterReaders;
  readonly smtp: OpenSmtp;
  readonly mailOf: MailOf;
  /** Stores another refresh token of a channel. */
  readonly rotated: (
    account: AccountId,
    id: ChannelId,
    token: { readonly from: string; readonly to: string },
  ) => Promise<void>;
}

/** Null: it is none, or its secrets are lost. */
export function openMailbox(
  use: MailboxUse,
  stored: StoredChannel,
): Omit<Opened, 'capabilities' | 'rates'> | null {
  const { settings, secret, account } = stored;
  const reader = use.readers.of(account);
  const mailbox = readMailbox(settings, secret);
  if (mailbox === null) return null;
  const { shown, secrets } = mailbox;
  const mac: Mac = (text) => createHmac('sha256', secrets.code).update(text).digest();
  const own = { addresses: [shown.address], authservId: shown.authservId ?? null };
  const access = accessOf(use, stored, mailbox);
  const keys = (now: number) => keysAt(secrets.webhook ?? '', settings, now);
  return {
    route: null,
    requestBytes: mailboxLimits.postedBytes,
    verify: (request, now) => verify(request, keys(now), now),
    items: ({ raw }) => letterItems(raw, readPacked(raw, own), own, mac),
    itemsApart: async ({ raw }) => letterItems(raw, await reader.letter(raw, own), own, mac),
    enclosed: (raw, reference, bounds) => enclosedFile({ reader, own }, raw, reference, bounds),
    send: (order) => sendFromMailbox({ ...use, mailbox, access, mac, account }, order),
    check: (): Promise<Checked> => checkMailbox(use, mailbox, access, account),
    ...(access !== null && {
      watch: (places, signal: AbortSignal) =>
        watchMailbox({ access, room: use.room, now: use.clock.now }, places, signal),
    }),
  };
}

/** Null: letters are posted. */
function accessOf(
  { ways, tokens, rotated }: MailboxUse,
  { account, id }: StoredChannel,
  { shown, secrets }: Mailbox,
): ImapAccess | null {
  const { imap: server, apiBase } = shown;
  if (server === undefined) return null;
  const { oauth } = server;
  const { oauth: sealed } = secrets;
  return {
    ...{ ways, server, password: secrets.imapPassword },
    token(isRefused) {
      if (oauth === undefined || sealed === undefined) return null;
      const { provider, clientId, tenant } = oauth;
      const { clientSecret, refreshToken: from } = sealed;
      const grant = {
        ...{ provider, clientId, clientSecret, refreshToken: from, tenant, apiBase },
        async rotated(to: string) {
          if (id !== undefined) await rotated(account, id, { from, to });
        },
      };
      return tokens.of(grant, isRefused);
    },
  };
}

const taken = { status: 202, contentType: 'application/json', body: '{}' } as const;

/** Whatever is signed is kept: a letter has no form that could be wrong. */
function verify(
  { headers, body, method }: RawRequest,
  keys: readonly Buffer[],
  now: number,
): Verified {
  const signed = method === 'POST' ? verifySigned(keys, headers, body, now) : 'signature';
  if (signed === 'signature' || signed === 'replay') return { type: 'refused', why: signed };
  if (body.length === 0) return { type: 'refused', why: 'malformed' };
  return {
    type: 'entries',
    entries: [{ route: null, raw: packedLetter(body, now) }],
    answer: taken,
  };
}
