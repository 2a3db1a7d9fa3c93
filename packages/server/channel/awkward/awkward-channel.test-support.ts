// A kind of channel that combines the difficulties of real providers: a webhook shared by several
// channels, a GET handshake, nested lists, polling, watermarks, echoes, changing ids, no
// idempotency key, media that expire, and limits. If it works, the port needs no other seam.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type {
  ChannelAdapter,
  Entry,
  Fetched,
  Item,
  MediaBounds,
  NotSent,
  Opened,
  Polled,
  Postponed,
  RawRequest,
  SendOrder,
  SendOutcome,
  Verified,
} from '@opportune/core/ports/channel.ts';
import { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import type { Part } from '@opportune/protocol/channel/parts.ts';
import { z } from 'zod';
import { AwkwardThing, awkwardKey, awkwardHappened } from './awkward-things.test-support.ts';

const toleranceMs = 5 * 60_000;
const Settings = z.object({
  base: z.url(),
  /** The provider's account for which this channel writes. */
  account: z.string(),
  /** The token that the handshake must show. */
  verifyToken: z.string(),
});
type Settings = z.infer<typeof Settings>;
const Secret = z.object({ signing: z.string(), token: z.string() });
type Secret = z.infer<typeof Secret>;

const capabilities = Capabilities.parse({
  text: { count: 'bytes', most: 1000 },
  typing: 'both',
  readMarks: 'both',
  replies: { most: 3, label: 20 },
  files: { types: ['*'], mostBytes: 5_000_000 },
  editing: true,
  deletion: true,
  reactions: true,
  receipts: 'read',
});

export const awkward: ChannelAdapter = {
  kind: 'awkward',
  open(stored) {
    const settings = Settings.safeParse(stored.settings);
    const secret = Secret.safeParse(jsonOf(stored.secret ?? ''));
    return settings.success && secret.success ? opened(settings.data, secret.data) : null;
  },
};

function opened(settings: Settings, secret: Secret): Opened {
  const ask = (path: string, init: RequestInit, withinMs: number) =>
    fetch(new URL(path, settings.base), {
      ...init,
      headers: { authorization: `Bearer ${secret.token}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(withinMs),
    });
  return {
    capabilities,
    rates: [{ of: 'channel', most: 80, perMs: 1000 }],
    route: settings.account,
    verify: (request, now) =>
      request.method === 'GET' ? handshake(request, settings) : verified(request, secret, now),
    items,
    send: (order) => send(order, (body) => ask('/messages', body, order.withinMs)),
    poll: (cursor, withinMs) => poll(() => ask(`/updates?after=${cursor ?? ''}`, {}, withinMs)),
    fetchMedia: (reference, bounds) =>
      fetchMedia(() => ask(`/media/${reference}`, {}, bounds.withinMs), bounds),
    async signal(to, told) {
      await ask('/signals', { method: 'POST', body: JSON.stringify({ to, ...told }) }, 5000);
    },
    async check() {
      const answer = await ask('/me', {}, 5000).catch(() => null);
      if (answer === null) return { type: 'unreachable', detail: 'nobody answers' };
      return answer.ok ? { type: 'connected' } : { type: 'reconnect', detail: await answer.text() };
    },
  };
}

function handshake({ query }: RawRequest, { verifyToken }: Settings): Verified {
  if (!isSame(query['verify_token'] ?? '', verifyToken))
    return { type: 'refused', why: 'signature' };
  const body = query['challenge'] ?? '';
  return { type: 'handshake', answer: { status: 200, contentType: 'text/plain', body } };
}

function verified({ headers, body }: RawRequest, { signing }: Secret, now: number): Verified {
  const time = headers['x-awkward-time'] ?? '';
  const signature = createHmac('sha256', signing).update(`${time}.`).update(body).digest('hex');
  if (!isSame(headers['x-awkward-signature'] ?? '', `sha256=${signature}`))
    return { type: 'refused', why: 'signature' };
  if (Math.abs(now - Number(time)) > toleranceMs) return { type: 'refused', why: 'replay' };
  const parsed = Webhook.safeParse(jsonOf(Buffer.from(body).toString('utf8')));
  return parsed.success
    ? { type: 'entries', entries: entriesOf(parsed.data), answer: taken }
    : { type: 'refused', why: 'malformed' };
}

const taken = { status: 200, contentType: 'text/plain', body: '' } as const;

/** Three levels: bundles of accounts, their changes, and the things of a change. */
const Webhook = z.object({
  bundles: z.array(
    z.object({
      account: z.string(),
      changes: z.array(z.object({ things: z.array(z.unknown()) })),
    }),
  ),
});

function entriesOf({ bundles }: z.infer<typeof Webhook>): readonly Entry[] {
  return bundles.flatMap(({ account, changes }) =>
    changes.map((change) => ({ route: account, raw: JSON.stringify(change.things) })),
  );
}

function items({ raw }: Entry): readonly Item[] {
  const things = z.array(z.unknown()).safeParse(jsonOf(raw));
  return things.success ? things.data.map(itemOf) : [unknown(raw)];
}

function itemOf(given: unknown): Item {
  const thing = AwkwardThing.safeParse(given);
  const happened = thing.success ? awkwardHappened(thing.data) : null;
  if (!thing.success || happened === null) return unknown(JSON.stringify(given) ?? '');
  const { who: address, when: at } = thing.data;
  return { key: awkwardKey(thing.data), address, at, ...happened };
}

function unknown(raw: string): Item {
  const key = `unknown:${createHash('sha256').update(raw).digest('hex')}`;
  return { key, address: '', at: 0, type: 'unknown', what: 'unreadable' };
}

/** One request for each part. A failed part ends the delivery. */
async function send(
  { address, parts, reference, read }: SendOrder,
  post: (init: RequestInit) => Promise<Response>,
): Promise<SendOutcome> {
  const externalIds: string[] = [];
  for (const part of parts) {
    const words = await wordsOf(part, read);
    if (words === null)
      return { type: 'refused', reason: 'not-taken', detail: 'no file', externalIds };
    const body = JSON.stringify({ to: address, words, tag: reference });
    const outcome = await postOne(() => post({ method: 'POST', body }));
    if (outcome.type !== 'sent') return { ...outcome, externalIds };
    externalIds.push(outcome.id);
  }
  return { type: 'sent', externalIds };
}

async function postOne(
  post: () => Promise<Response>,
): Promise<{ readonly type: 'sent'; readonly id: string } | NotSent> {
  const answer = await post().catch(failure);
  if (!(answer instanceof Response)) return answer;
  const text = await answer.text();
  if (answer.ok) return { type: 'sent', id: z.object({ id: z.string() }).parse(jsonOf(text)).id };
  if (answer.status === 403) return { type: 'refused', reason: 'opted-out', detail: text };
  return postponed(answer, text);
}

/** Without an idempotency key, only a request that surely was not sent is sent again. */
function failure(error: unknown): NotSent {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : null;
  const code = cause !== null && 'code' in cause ? cause.code : '';
  return code === 'ECONNREFUSED'
    ? { type: 'unreachable', detail: String(cause) }
    : { type: 'uncertain', detail: String(error) };
}

function postponed(answer: Response, detail: string): Postponed {
  if (answer.status === 401) return { type: 'reconnect', detail };
  if (answer.status !== 429) return { type: 'unreachable', detail };
  const wait = answer.headers.get('retry-after');
  return { type: 'rate', retryAfterMs: wait === null ? null : Number(wait) * 1000 };
}

const Updates = z.object({ next: z.string(), updates: z.array(z.unknown()) });

async function poll(get: () => Promise<Response>): Promise<Polled> {
  const answer = await get().catch(() => null);
  if (answer === null) return { type: 'unreachable', detail: 'nobody answers' };
  if (!answer.ok) return postponed(answer, await answer.text());
  const { next, updates } = Updates.parse(await answer.json());
  const entries = updates.map((thing) => ({ route: null, raw: JSON.stringify([thing]) }));
  return { type: 'entries', entries, cursor: next };
}

/** Two steps: an address is requested with credentials, then fetched without them. */
async function fetchMedia(get: () => Promise<Response>, bounds: MediaBounds): Promise<Fetched> {
  const found = await get().catch(() => null);
  if (found === null) return { type: 'unreachable', detail: 'nobody answers' };
  if (found.status === 410) return { type: 'gone' };
  if (!found.ok) return postponed(found, await found.text());
  const { url } = z.object({ url: z.url() }).parse(await found.json());
  const answer = await fetch(url, { signal: AbortSignal.timeout(bounds.withinMs) });
  if (Number(answer.headers.get('content-length')) > bounds.mostBytes || answer.body === null) {
    await answer.body?.cancel();
    return { type: 'too-large' };
  }
  return { type: 'media', name: null, bytes: answer.body };
}

/** Null: the file is gone. */
async function wordsOf(part: Part, read: SendOrder['read']): Promise<string | null> {
  if (part.type !== 'file') return 'text' in part ? part.text : part.type;
  const bytes = await read(part.file);
  if (bytes === null) return null;
  let size = 0;
  for await (const piece of bytes) size += piece.length;
  return `${part.file.name}, ${size} bytes`;
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
