// The public intake as it is served, without engines and without a network: bodies go to their
// routes and frames to a socket, both in memory. Nothing is refused for its rate, because only
// accepted bodies show what they cost.
import { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import { onlyHome } from '@opportune/core/cluster/homes.ts';
import { noCalls } from '@opportune/server/call/feature.ts';
import { noVerifications } from '@opportune/server/testing/no-verifications.test-support.ts';
import assert from 'node:assert/strict';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Duplex } from 'node:stream';
import { Socket } from 'node:net';
import { type RateBudget, rateBudgets, type RateName } from '@opportune/protocol/budgets.ts';
import { AccountId, SiteId } from '@opportune/protocol/ids.ts';
import { openMemoryBudgets } from '@opportune/server/adapter/budgets-memory.ts';
import { testLog } from '@opportune/server/adapter/engines.test-support.ts';
import { openMemoryBus } from '@opportune/server/adapter/bus-memory.ts';
import { cardMasks } from '@opportune/core/masking/ways-in.ts';
import { noFiles } from '@opportune/server/collect/visitor/visitor-files.test-support.ts';
import { backgroundSchedule } from '@opportune/server/world.ts';
import { createCollect } from '@opportune/server/collect/feature.ts';
import { openTurns } from '@opportune/server/http/turns.ts';
import { createRawRoutes, type UpgradeHandler } from '@opportune/server/http/raw-routes.ts';

/** A body for its route, or a frame for the socket. */
export interface Body {
  readonly path: string;
  readonly bytes: Buffer;
}

export interface BareIntake {
  /** Hands it over and waits for its answer. */
  take(body: Body): Promise<void>;
  /** Begins a new socket and a new long poll if the previous ones have ended. */
  begin(): Promise<void>;
  close(): void;
}

export const socketPath = '/v1/socket';
/** Every other key is a write key. */
export const secretKey = 'secret';
/**
 * Time between two bodies. Long enough that the debugger keeps as many events a second as for any
 * busy site, and that no frame is refused for its rate.
 */
const tickMs = 20;
const account = AccountId.parse('a');
const site = SiteId.parse('s');
const origin = 'https://shop.example';

const unlimited = Object.fromEntries(
  Object.keys(rateBudgets).map((name) => [name, { perSecond: 1e12, burst: 1e12, payers: 100 }]),
) as Record<RateName, RateBudget>;

const page = { url: `${origin}/`, path: '/', search: '', title: '', referrer: '' };
const hello = {
  ...{ type: 'hello', version: 1, key: 'k', fresh: true, page },
  ...{ pageView: 'p', language: 'en', timeZone: 'UTC', viewportWidth: 100 },
};

export function startBareIntake(): BareIntake {
  let now = 1_790_000_000_000;
  let line: MemoryLine | null = null;
  const routes = createRawRoutes();
  const upgrades = new Map<string, UpgradeHandler>();
  const collect = createCollect(dependencies({ now: () => now }));
  collect.sockets({
    homes: onlyHome,
    raw: (prefix, handler) => routes.add(prefix, handler),
    upgrade: (path, handler) => void upgrades.set(path, handler),
    goOn: () => {},
  });

  async function serve({ path, bytes }: Body): Promise<number> {
    const request = requestTo(path);
    const response = new ServerResponse(request);
    const handler = routes.find(path);
    assert.ok(handler, path);
    const answered = new Promise((resolve) => response.once('finish', resolve));
    // Nobody reads the answer, which is complete once it is written.
    response.end = ended(response.end.bind(response), () => response.emit('finish'));
    handler(request, response);
    request.push(bytes);
    request.push(null);
    await answered;
    return response.statusCode;
  }

  async function send(bytes: Buffer): Promise<void> {
    assert.ok(line, 'no socket is open');
    const answered = line.next();
    line.push(framed(bytes));
    await answered;
  }

  async function begin(): Promise<void> {
    if (collect.connected.polls === 0) {
      const frames = [{ ...hello, visitor: 'polls' }];
      const bytes = Buffer.from(JSON.stringify({ frames }));
      assert.equal(await serve({ path: '/v1/frames', bytes }), 200);
    }
    if (line !== null && !line.isOver) return;
    line?.destroy();
    line = new MemoryLine();
    const upgraded = line.next();
    upgrades.get(socketPath)?.(upgradeRequest(), line, Buffer.alloc(0));
    await upgraded;
    await send(Buffer.from(JSON.stringify({ ...hello, visitor: 'socket' })));
  }

  return {
    begin,
    async take(body) {
      now += tickMs;
      await (body.path === socketPath ? send(body.bytes) : serve(body));
    },
    close() {
      collect.drain();
      line?.destroy();
    },
  };
}

type End = ServerResponse['end'];

function ended(end: End, then: () => void): End {
  return ((...parts: Parameters<End>) => {
    const response = end(...parts);
    then();
    return response;
  }) as End;
}

function requestTo(path: string): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  Object.assign(request, { method: 'POST', url: path });
  // History comes from a business's server, and a secret key from a page is refused.
  if (path !== '/v1/history') Object.assign(request.headers, { origin, 'user-agent': 'Firefox' });
  return request;
}

function upgradeRequest(): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  Object.assign(request, { method: 'GET', url: socketPath });
  Object.assign(request.headers, {
    ...{ origin, upgrade: 'websocket', connection: 'Upgrade', 'sec-websocket-version': '13' },
    'sec-websocket-key': Buffer.alloc(16, 1).toString('base64'),
  });
  return request;
}

/** The first byte of a close frame (RFC 6455, 5.2). Any other byte begins a text frame. */
const closeFrame = 0x88;

/** The server's end of a socket. It counts what is written and keeps nothing. */
class MemoryLine extends Duplex {
  isOver = false;
  #told: (() => void) | null = null;

  /** Resolves when the server next writes or ends. */
  next(): Promise<void> {
    return new Promise((resolve) => (this.#told = resolve));
  }

  override _read(): void {}

  override _write(written: Buffer, _: BufferEncoding, done: () => void): void {
    if (written[0] === closeFrame) this.isOver = true;
    this.#tell();
    done();
  }

  override _final(done: () => void): void {
    this.isOver = true;
    this.#tell();
    done();
  }

  override _destroy(_: Error | null, done: () => void): void {
    this.isOver = true;
    this.#tell();
    done();
  }

  #tell(): void {
    this.#told?.();
    this.#told = null;
  }
}

/** One text frame of a client (RFC 6455, 5.2), masked with zeros. */
function framed(bytes: Buffer): Buffer {
  const head = Buffer.alloc(14);
  head[0] = 0x81;
  head[1] = 0x80 | 127;
  head.writeBigUInt64BE(BigInt(bytes.length), 2);
  return Buffer.concat([head, bytes]);
}

function dependencies(clock: { now(): number }): Parameters<typeof createCollect>[0] {
  return {
    world: {
      ...{ clock, log: testLog(), bus: openMemoryBus(testLog()) },
      ids: { next: () => 'session' },
      schedule: backgroundSchedule,
    },
    work: {
      ...{ turns: openTurns(), passing: new HeldBytes(Infinity) },
      budgets: openMemoryBudgets(clock, { rates: unlimited }),
    },
    intake: {
      accept: () => Promise.resolve({ told: [], stored: Promise.resolve() }),
      attach: () => () => {},
    },
    accounts: {
      keys: {
        find: (key) =>
          Promise.resolve({
            ...{ account, site, origins: [origin], keyId: null, revoked: false },
            trust: key === secretKey ? 'server' : 'page',
          }),
        asksStore: () => true,
        used: () => {},
      },
      configuration: { current: () => Promise.resolve(configuration) },
      masks: cardMasks,
      trials: { find: async () => null },
    },
    identities: {
      verifications: noVerifications,
      identity: {
        verify: () => Promise.resolve(),
        visitorOf: () => Promise.resolve(null),
        alias: () => Promise.resolve(),
        tokenFault: () => Promise.resolve('signature'),
      },
      claims: { whose: () => Promise.resolve('nobody'), claim: () => Promise.resolve() },
    },
    conversations: {
      chat: { opening: () => Promise.resolve([]), attach: () => () => {}, receive: () => {} },
      calls: noCalls.visitors,
      files: noFiles,
      mails: () => Promise.resolve(true),
    },
    network: {
      geography: { configured: false, locate: () => null },
      clientAddress: () => '192.0.2.1',
      publicUrl: null,
    },
    tokenSecret: 'a secret of at least 32 characters',
  };
}

const configuration = {
  account,
  version: 1,
  settings: { name: 'S', timeZone: 'UTC', currency: 'EUR', holdout: 0, typingPreview: false },
  salt: '',
  sites: [
    {
      id: site,
      name: 'S',
      origins: [],
      consent: 'not-asked' as const,
      honourPrivacySignals: true,
      contactButton: { shown: false, label: '' },
      look: { colour: '#000000', radiusPx: 0, name: 'S' },
    },
  ],
  sections: [],
  goals: [],
  campaigns: [],
  serverTrustInUse: false,
};
