// A connection to an IMAP server, signed in. It connects to allowed addresses only, and by TLS unless the
// server is on this machine. What fails is an outcome: credentials that are refused need a person.
import type { Postponed } from '@opportune/core/ports/channel.ts';
import { letterLimits } from '@opportune/protocol/limits/mail.ts';
import { ImapFlow } from 'imapflow';
import { isIPv6, type LookupFunction } from 'node:net';
import { z } from 'zod';
import { NotAllowed } from '../../../http/outbound/allowed-lookup.ts';
import type { ShownEmail } from '@opportune/protocol/channel/email.ts';
import type { Token } from './tokens.ts';

/** How mail servers are reached that people named. */
export interface MailWays {
  readonly lookup: LookupFunction;
  mayReach(host: string): Promise<boolean>;
}

export interface ImapAccess {
  readonly ways: MailWays;
  readonly server: NonNullable<ShownEmail['imap']>;
  readonly password: string | undefined;
  /** Null: it signs in with a password. */
  token(isRefused: boolean): Promise<Token> | null;
}

export type Connected = { readonly type: 'connected'; readonly client: ImapFlow } | Postponed;

const connectMs = 15_000;
/** A connection without any bytes for so long is dead. IDLE is renewed before. */
const silenceMs = 5 * 60_000;
const idleMs = 4 * 60_000;

/** The caller closes the client. */
export async function connectImap(access: ImapAccess): Promise<Connected> {
  const first = await attempt(access, false);
  // A token may be withdrawn before its end.
  const isAgain = first.type === 'reconnect' && access.server.oauth !== undefined;
  return isAgain ? attempt(access, true) : first;
}

async function attempt(access: ImapAccess, isRefused: boolean): Promise<Connected> {
  const { ways, server } = access;
  const { host } = server;
  if (server.security === 'none' && !isThisMachine(host))
    return { type: 'reconnect', detail: 'Only a server on this machine may do without TLS.' };
  if (!(await ways.mayReach(host)))
    return { type: 'reconnect', detail: new NotAllowed(host).message };
  const token = await access.token(isRefused);
  if (token !== null && token.type !== 'token') return token;
  const client = new ImapFlow(optionsOf(access, token?.token ?? null));
  // Without a listener, an error of a closed connection would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return { type: 'connected', client };
  } catch (error) {
    client.close();
    return postponedBy(error);
  }
}

function optionsOf({ ways, server, password }: ImapAccess, accessToken: string | null) {
  const { host, port, security, user } = server;
  return {
    ...{ host, port, secure: security === 'tls', logger: false as const },
    ...(security === 'tls' ? {} : { doSTARTTLS: security === 'starttls' }),
    auth: accessToken === null ? { user, pass: password ?? '' } : { user, accessToken },
    tls: {
      lookup: ways.lookup,
      // Nobody is in between, and servers on this machine often have a self-signed certificate.
      rejectUnauthorized: !isThisMachine(host),
    },
    ...{ connectionTimeout: connectMs, greetingTimeout: connectMs, socketTimeout: silenceMs },
    ...{ maxIdleTime: idleMs, disableAutoIdle: true, clientInfo: { name: 'Opportune' } },
    ...{ maxLiteralSize: letterLimits.letterBytes + 1024, maxLineLength: 1024 * 1024 },
    maxResponseSize: letterLimits.letterBytes + 2 * 1024 * 1024,
  };
}

/** By its literal text. What a name resolves to is not trusted. */
export function isThisMachine(host: string): boolean {
  if (host === 'localhost') return true;
  return isIPv6(host) ? host === '::1' : /^127(\.\d{1,3}){3}$/.test(host);
}

const Fault = z.object({
  authenticationFailed: z.boolean().optional(),
  serverResponseCode: z.string().optional(),
  responseText: z.string().optional(),
  oauthError: z.unknown().optional(),
});

/** RFC 5530: it may work later. Gmail says the last one in words alone. */
const passing = /UNAVAILABLE|INUSE|LIMIT|SERVERBUG|too many simultaneous/i;

export function postponedBy(error: unknown): Postponed {
  const detail = saidBy(error);
  if (error instanceof NotAllowed) return { type: 'reconnect', detail };
  const fault = Fault.safeParse(error).data;
  const isPassing = passing.test(`${fault?.serverResponseCode ?? ''} ${detail}`);
  return fault?.authenticationFailed === true && !isPassing
    ? { type: 'reconnect', detail }
    : { type: 'unreachable', detail };
}

const longestDetail = 300;

/** In the server's words, if it said anything. */
function saidBy(error: unknown): string {
  const said = Fault.safeParse(error).data?.responseText;
  const text = said ?? (error instanceof Error ? error.message : String(error));
  return text.slice(0, longestDetail);
}
