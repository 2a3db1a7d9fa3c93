// The awkward provider, over real HTTP on loopback. It signs what it reports, keeps items for
// polling, accepts messages under ids that change later, and fails when a test tells it to.
import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault, ProviderTwin, Told } from '@opportune/core/contracts/channel.contract.ts';
import type { RawRequest, StoredChannel } from '@opportune/core/ports/channel.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { z } from 'zod';
import { thingOf, type AwkwardThing } from './awkward-things.test-support.ts';

export interface AwkwardTwin extends ProviderTwin {
  /** What the contacts were shown of us, as JSON. */
  readonly signals: readonly string[];
  /** A channel for one of the provider's accounts. Channels of one app share its secret. */
  channel(account: string, app?: string): StoredChannel;
  /** Reports for several accounts in one request. */
  tellAll(told: Readonly<Record<string, readonly Told[]>>, now: number): RawRequest;
}

type Things = readonly Partial<AwkwardThing>[];

export async function startAwkwardTwin(): Promise<AwkwardTwin> {
  const taken: { address: string; words: string; tag: string }[] = [];
  const signals: string[] = [];
  const updates: Partial<AwkwardThing>[] = [];
  const files = new Map<string, Uint8Array | null>();
  let fault: { readonly fault: Fault; after: number } | null = null;
  const server = createServer((request, response) => {
    // Prevents uncertain deliveries: a kept connection may close just when a request is sent on it.
    response.setHeader('connection', 'close');
    void answer(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', base);
    const body = await bodyOf(request);
    const [, what = '', id = ''] = url.pathname.split('/');
    // Anybody who has the address gets the file. A request with credentials is refused.
    if (what === 'files') return answerFile(response, request.headers.authorization, files.get(id));
    const failing = fault !== null && fault.after-- <= 0 ? fault.fault : null;
    if (failing?.type === 'expired') return end(response, 401, 'The token has expired.');
    if (what === 'media')
      return files.get(id) === undefined || files.get(id) === null
        ? end(response, 410, 'It has expired.')
        : end(response, 200, JSON.stringify({ url: `${base}/files/${id}` }));
    if (what === 'signals') {
      signals.push(body);
      return failing?.type === 'silent' ? undefined : end(response, 200, '{}');
    }
    if (what === 'me') return end(response, 200, '{}');
    if (what === 'updates') {
      const from = Number(url.searchParams.get('after') || updates.length);
      const told = { next: String(updates.length), updates: updates.slice(from) };
      return end(response, 200, JSON.stringify(told));
    }
    if (failing?.type === 'rate') return end(response, 429, '', waitOf(failing.retryAfterS));
    if (failing?.type === 'refuse') return end(response, 403, 'The contact has blocked you.');
    taken.push(Sent.parse(JSON.parse(body)));
    // A silent provider accepts the message and never answers, so the sender times out.
    if (failing?.type !== 'silent')
      end(response, 200, JSON.stringify({ id: `provisional-${taken.length}` }));
  }

  return {
    tells: [
      ...(['message', 'echo', 'edit', 'deletion', 'reaction', 'receipt', 'watermark'] as const),
      ...(['typing', 'renamed', 'moved', 'opt-out', 'opt-in'] as const),
    ],
    levels: 4,
    signsTime: true,
    saysWhen: true,
    references: 'told',
    tell: (told, level, now) => batched(told.map(thingOf), level).map((each) => signed(each, now)),
    tellAll: (told, now) =>
      signed(
        Object.entries(told).map(([account, all]) => ({
          account,
          changes: [{ things: all.map(thingOf) }],
        })),
        now,
      ),
    tellUnknown: (now) =>
      signed(
        [{ account: 'one', changes: [{ things: [{ kind: 'poll', who: 'ada', when: now }] }] }],
        now,
      ),
    handshake: {
      answer: '8461',
      request: (token) => ({
        method: 'GET',
        url: `${base}/hook`,
        query: { mode: 'subscribe', verify_token: `${token}-token`, challenge: '8461' },
        headers: {},
        body: new Uint8Array(),
      }),
    },
    ...{ taken, signals },
    fail: (next, after = 0) => void (fault = { fault: next, after }),
    heal: () => void (fault = null),
    async stop() {
      server.closeAllConnections();
      if (server.listening) await new Promise((closed) => server.close(closed));
    },
    media: {
      closed: true,
      put(bytes) {
        const reference = randomBytes(8).toString('hex');
        files.set(reference, bytes);
        return reference;
      },
      expire: (reference) => void files.set(reference, null),
    },
    queue: (told) => void updates.push(...told.map(thingOf)),
    channel: (account, app = 'app') => ({
      account: AccountId.parse('a-1'),
      settings: { base, account, verifyToken: 'right-token' },
      secret: JSON.stringify({ signing: `signing-of-${app}`, token: 'token' }),
      capabilities: null,
    }),
  };
}

const Sent = z
  .object({ to: z.string(), words: z.string(), tag: z.string() })
  .transform(({ to, ...sent }) => ({ address: to, ...sent }));

interface Bundle {
  readonly account: string;
  readonly changes: readonly { readonly things: Things }[];
}

/** One thing per request, per bundle or per change, or all together, depending on the level. */
function batched(things: Things, level: number): readonly (readonly Bundle[])[] {
  const alone = things.map((thing) => ({ things: [thing] }));
  switch (level) {
    case 0:
      return alone.map((change) => [{ account: 'one', changes: [change] }]);
    case 1:
      return [alone.map((change) => ({ account: 'one', changes: [change] }))];
    case 2:
      return [[{ account: 'one', changes: alone }]];
    default:
      return [[{ account: 'one', changes: [{ things }] }]];
  }
}

/** Escapes non-ASCII characters and slashes before signing, as providers do. */
function signed(bundles: readonly Bundle[], now: number): RawRequest {
  const escaped = JSON.stringify({ bundles })
    .replaceAll('/', '\\/')
    .replace(
      /[\u0080-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  const body = Buffer.from(escaped);
  const signature = createHmac('sha256', 'signing-of-app').update(`${now}.`).update(body);
  return {
    method: 'POST',
    url: 'https://talk.example/hook',
    query: {},
    headers: {
      'x-awkward-time': String(now),
      'x-awkward-signature': `sha256=${signature.digest('hex')}`,
    },
    body,
  };
}

function answerFile(
  response: ServerResponse,
  credentials: string | undefined,
  bytes: Uint8Array | null | undefined,
): void {
  if (credentials !== undefined) return end(response, 400, 'Keep your credentials.');
  if (bytes === undefined || bytes === null) return end(response, 410, '');
  response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
}

function waitOf(retryAfterS: number | null): Record<string, string> {
  return retryAfterS === null ? {} : { 'retry-after': String(retryAfterS) };
}

function end(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, headers).end(body);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
