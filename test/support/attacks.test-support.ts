// What attackers send, byte by byte, for tests and benches. Each attack is an endless sequence of
// pieces. It sends nothing itself.
import { randomBytes, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';

export interface Target {
  /** For example 127.0.0.1:7700 */
  readonly host: string;
  /** A write key, which every page shows. */
  readonly key: string;
  readonly origin: string;
  /** Set if the attacker has an account. */
  readonly own?: OwnThings;
}

/** The things of an attacker with an account. */
export interface OwnThings {
  readonly secretKey: string;
  /** The token of an API session. */
  readonly token: string;
  readonly site: string;
  readonly campaigns: readonly string[];
  readonly conversation: string;
}

/** A `request` is sent on a kept connection and answered. A `held` piece is never completed. */
export interface Piece {
  readonly kind: 'request' | 'held';
  readonly bytes: Buffer;
}

/** Makes a piece that seems to come from `address`. */
type Attack = (target: Target, address: string) => Piece;

const KiB = 1024;
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** Nested lists that fill this many bytes. */
const nested = (bytes: number): string =>
  '['.repeat(Math.floor(bytes / 2)) + ']'.repeat(Math.floor(bytes / 2));
/** Many small values, and a text that is not valid Unicode. */
const surrogates = (bytes: number): string =>
  `[${String.raw`"\ud800",{},{},`.repeat(Math.floor(bytes / 15))}0]`;
/** Text that no compression makes smaller than three quarters. */
const noise = (bytes: number): string => randomBytes(bytes).toString('base64').slice(0, bytes);

const eventsWith =
  (properties: string) =>
  ({ key }: Target): string =>
    `{"key":"${key}","visitor":"hostile-visitor-1","events":[{"id":"${randomUUID()}","kind":"track","name":"Thing Done","at":${Date.now()},"properties":{"l":${properties}}}]}`;

const deep = nested(340_000);
const deepFitting = nested(63 * KiB);
const many = surrogates(504 * KiB);
const manyFitting = surrogates(63 * KiB);

export const attacks = {
  /** 662 bytes that unpack to an event with 170,000 nested lists. */
  'deep lists': packed('/v1/events', eventsWith(deep)),
  /** The same, as deep as a body of any size may unpack to. */
  'deep lists that fit': packed('/v1/events', eventsWith(deepFitting)),
  /** 675 bytes that unpack to 505 KiB. */
  'many values': packed('/v1/events', eventsWith(many)),
  /** The same, with as many values as a body of any size may unpack to. */
  'many values that fit': packed('/v1/events', eventsWith(manyFitting)),
  /** The largest body, packed as tightly as is accepted. */
  'many values, largest': packed('/v1/events', (target) =>
    eventsWith(`["${noise(7 * KiB)}",${surrogates(480 * KiB).slice(1)}`)(target),
  ),
  /** Frames that no key pays for. */
  'many values without a key': packed('/v1/frames', () => `{"frames":${manyFitting}}`),
  /** 500 new visitors in one batch. */
  'new visitors': (target, address) =>
    request(target, address, {
      path: '/v1/batch',
      headers: { 'content-encoding': 'gzip' },
      body: gzipSync(
        `{"writeKey":"${target.key}","batch":[${Array.from({ length: 500 }, callOfNobody).join(',')}]}`,
      ),
    }),
  /** Empty long polls. */
  'polls without a key': (target, address) =>
    request(target, address, { path: '/v1/frames', body: Buffer.from('{"frames":[]}') }),
  /** Long polls of new visitors, each of which keeps a session. */
  'polls of new visitors': (target, address) =>
    request(target, address, {
      path: '/v1/frames',
      body: Buffer.from(JSON.stringify({ frames: [helloOf(target)], wait: 0 })),
    }),
  /** Conversations, each from a new visitor. */
  conversations: (target, address) => ({
    kind: 'held',
    bytes: Buffer.concat([
      upgrade(target, address),
      frame(JSON.stringify(helloOf(target))),
      frame(JSON.stringify({ type: 'chat.start', request: randomUUID() })),
    ]),
  }),
  /** Visitors who each send as many events as is allowed at once. */
  'events of many visitors': (target, address) => ({
    kind: 'held',
    bytes: Buffer.concat([
      upgrade(target, address),
      frame(JSON.stringify(helloOf(target))),
      ...[1, 2, 3].map((batch) => frame(eventsFrame(batch, 100))),
    ]),
  }),
  /** 500 historical calls, from as many visitors as the demo shop has in a minute. */
  'history of an account': (target, address) =>
    request(target, address, {
      isServers: true,
      path: '/v1/history',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from(`${ownOf(target).secretKey}:`).toString('base64')}`,
      },
      body: Buffer.from(JSON.stringify({ batch: Array.from({ length: 500 }, pastCall) })),
    }),
  /** Figures of ever different spans, so that each is counted anew. */
  'figures of an account': (target, address) =>
    askedBy(
      target,
      address,
      `/sites/${ownOf(target).site}/funnel?until=${Date.now()}&from=${nth()}`,
    ),
  /** Rehearsals of one draft after the other, each started anew. */
  'rehearsals of an account': (target, address) => {
    const { campaigns } = ownOf(target);
    const at = nth();
    const campaign = campaigns[Math.floor(at / 2) % campaigns.length];
    return askedBy(target, address, `/campaigns/${campaign}/rehearsal`, {
      method: at % 2 === 0 ? 'DELETE' : 'POST',
    });
  },
  /** Files that no message will carry. */
  'files of an account': (target, address) =>
    askedBy(
      target,
      address,
      `/conversations/${ownOf(target).conversation}/attachments/${randomUUID()}?name=a.txt`,
      { method: 'PUT', headers: { 'content-type': 'application/octet-stream' }, body: fileBytes },
    ),
  /** API tokens that do not exist. */
  'garbage tokens': (target, address) =>
    request(target, address, {
      path: '/api/v1/sites',
      headers: { authorization: `Bearer ${randomBytes(32).toString('base64url')}` },
    }),
  'wrong passwords': (target, address) =>
    request(target, address, {
      path: '/api/v1/session',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(
        `{"email":"mara@aldermoor.example","password":"${randomBytes(9).toString('hex')}"}`,
      ),
    }),
  /** Requests whose headers never end. */
  'half-open connections': (target) => ({
    kind: 'held',
    bytes: Buffer.from(`GET / HTTP/1.1\r\nHost: ${target.host}\r\n`),
  }),
  /** Bodies of which only four fifths are sent. */
  'stalled bodies': (target, address) => {
    const { bytes } = request(target, address, { path: '/v1/events', body: stalling });
    return { kind: 'held', bytes: bytes.subarray(0, -100 * KiB) };
  },
  /** The same with small bodies: many places and almost no memory. */
  'small stalled bodies': (target, address) => {
    const { bytes } = request(target, address, {
      path: '/v1/events',
      body: stalling.subarray(-KiB),
    });
    return { kind: 'held', bytes: bytes.subarray(0, -100) };
  },
  /** Frames of which only four fifths are sent. */
  'stalled frames': (target, address) => ({
    kind: 'held',
    bytes: Buffer.concat([
      upgrade(target, address),
      frame(JSON.stringify(helloOf(target))),
      frame(stalling).subarray(0, -100 * KiB),
    ]),
  }),
} as const satisfies Readonly<Record<string, Attack>>;

export type AttackName = keyof typeof attacks;

/** About how much of each stalled body and frame is sent. */
export const stalledBytes = 400 * KiB;
const stalling = Buffer.alloc(stalledBytes + 100 * KiB, 'a');

const fileBytes = Buffer.alloc(256 * KiB, 'a line of text\n');
let counted = 0;
/** A number that is new each time. */
const nth = (): number => (counted += 1);

function ownOf({ own }: Target): OwnThings {
  if (own === undefined) throw new Error('the attacker has no account');
  return own;
}

function askedBy(
  target: Target,
  address: string,
  path: string,
  more: Omit<Request, 'path'> = {},
): Piece {
  const authorization = `Bearer ${ownOf(target).token}`;
  const headers = { authorization, ...more.headers };
  return request(target, address, { ...more, path: `/api/v1${path}`, headers });
}

function eventsFrame(batch: number, count: number): string {
  const event = () =>
    `{"id":"${randomUUID()}","kind":"track","name":"Thing Done","at":${Date.now()},"properties":{"a":1,"b":"two"}}`;
  return `{"type":"events","batch":${batch},"sentAt":${Date.now()},"events":[${Array.from({ length: count }, event).join(',')}]}`;
}

function pastCall(): object {
  const timestamp = new Date(Date.now() - 86_400_000 - nth() * 100).toISOString();
  const visitor = { anonymousId: `past-visitor-${counted % 50}`, messageId: randomUUID() };
  return { type: 'track', event: 'Product Viewed', timestamp, ...visitor };
}

interface Request {
  /** Sent by a server, not by a page. */
  readonly isServers?: boolean;
  /** Default: POST with a body, else GET. */
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

function request({ host, origin }: Target, address: string, of: Request): Piece {
  const { path, headers = {}, body } = of;
  const { method = body === undefined ? 'GET' : 'POST' } = of;
  const all = {
    ...(of.isServers === true ? {} : { origin }),
    ...{ host, 'user-agent': userAgent, 'x-forwarded-for': address, ...headers },
    ...(body === undefined ? {} : { 'content-length': body.length }),
  };
  return {
    kind: 'request',
    bytes: Buffer.concat([head(`${method} ${path} HTTP/1.1`, all), body ?? Buffer.alloc(0)]),
  };
}

/** The same body each time, so that packing costs the attacker nothing. */
function packed(path: string, body: (target: Target) => string): Attack {
  const bodies = new Map<string, Buffer>();
  return (target, address) => {
    const found = bodies.get(target.key) ?? gzipSync(body(target), { level: 9 });
    bodies.set(target.key, found);
    return request(target, address, {
      path,
      headers: { 'content-encoding': 'gzip' },
      body: found,
    });
  };
}

function callOfNobody(): string {
  const id = randomBytes(6).toString('hex');
  return `{"type":"track","event":"E","anonymousId":"${id}","messageId":"${id}"}`;
}

function helloOf({ key, origin }: Target): object {
  return {
    ...{ type: 'hello', version: 1, key, visitor: randomUUID(), fresh: true, pageView: 'view-1' },
    ...{ page: { url: `${origin}/`, path: '/' }, language: 'en', timeZone: 'UTC' },
    viewportWidth: 1280,
  };
}

function upgrade({ host, origin }: Target, address: string): Buffer {
  return head('GET /v1/socket HTTP/1.1', {
    ...{ host, origin, 'user-agent': userAgent, 'x-forwarded-for': address },
    ...{ connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' },
    'sec-websocket-key': randomBytes(16).toString('base64'),
  });
}

/** A text frame of the WebSocket protocol with a mask of zeros. */
function frame(text: string | Buffer): Buffer {
  const payload = Buffer.from(text);
  const start = Buffer.alloc(14);
  start.set([0x81, 0x80 | 127]);
  start.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([start, payload]);
}

function head(line: string, headers: Readonly<Record<string, string | number>>): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${line}\r\n${lines.join('')}\r\n`);
}
