// A server that collects, for tests: real sockets on port 0, real keys and configuration, the real
// owner of visitors, real engines. What reaches the owner is noted on its way, and may be held up.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, type ClientOptions } from 'ws';
import type { Problem } from '@opportune/protocol/errors.ts';
import { AccountId, SiteId } from '@opportune/protocol/ids.ts';
import type { ChatFrame, ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import { testEngines, testLog } from '@opportune/server/adapter/engines.test-support.ts';
import { createConfigurationService } from '@opportune/server/campaign/configuration.ts';
import { createCollect } from '@opportune/server/collect/collect.ts';
import type { ChatLink, VisitorChat } from '@opportune/server/collect/seams.ts';
import { createEngage } from '@opportune/server/engage/engage.ts';
import type {
  AdmittedEvent,
  BatchResult,
  Intake,
  VisitorBatch,
  VisitorLink,
} from '@opportune/server/engage/intake.ts';
import { clientAddressFrom } from '@opportune/server/http/client-address.ts';
import { createRawRoutes, pathOf, type UpgradeHandler } from '@opportune/server/http/raw-routes.ts';
import { createIdentity } from '@opportune/server/identity/identity.ts';
import { createSiteFeature } from '@opportune/server/site/feature.ts';

export const shopOrigin = 'https://shop.example';
export const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** The owner's intake, with what passes noted. `failing` refuses all with that problem. */
export class NotedIntake implements Intake {
  readonly #owner: Intake;
  /** What was counted: repeats are not. */
  readonly events: AdmittedEvent[] = [];
  readonly batches: VisitorBatch[] = [];
  readonly links = new Set<VisitorLink>();
  failing: Problem | null = null;
  /** Held until it resolves, as if storing took that long. */
  gate: Promise<void> = Promise.resolve();

  constructor(owner: Intake) {
    this.#owner = owner;
  }

  async accept(batch: VisitorBatch): Promise<BatchResult> {
    if (this.failing !== null) throw Object.assign(new Error('failing'), { problem: this.failing });
    this.batches.push(batch);
    const { gate } = this;
    const result = await this.#owner.accept(batch);
    const repeats = new Set(
      result.told.filter(({ problem }) => problem.code === 'event.repeat').map(({ id }) => id),
    );
    this.events.push(...batch.events.filter(({ id }) => !repeats.has(id)));
    return { ...result, stored: result.stored.then(() => gate) };
  }

  attach(link: VisitorLink): () => void {
    this.links.add(link);
    const leave = this.#owner.attach(link);
    return () => {
      this.links.delete(link);
      leave();
    };
  }
}

/** Notes what it is given. */
export class NotedChat implements VisitorChat {
  readonly frames: ChatFrame[] = [];
  readonly links = new Set<ChatLink>();
  opening(): Promise<[]> {
    return Promise.resolve([]);
  }
  attach(link: ChatLink): () => void {
    this.links.add(link);
    return () => this.links.delete(link);
  }
  receive(_link: ChatLink, frame: ChatFrame): void {
    this.frames.push(frame);
  }
}

/** The server's clock, which a test may set forward. */
export class TestClock {
  #aheadMs = 0;
  #frozenAt: number | null = null;
  now(): number {
    return (this.#frozenAt ?? Date.now()) + this.#aheadMs;
  }
  freeze(): void {
    this.#frozenAt = Date.now();
  }
  advance(ms: number): void {
    this.#aheadMs += ms;
  }
}

const listening = { host: '127.0.0.1', port: 0 };

export async function startCollect({
  origins = [shopOrigin],
}: { origins?: readonly string[] } = {}) {
  const engines = await testEngines();
  const clock = new TestClock();
  const log = testLog();
  const ids = { next: () => randomUUID() };
  const account = AccountId.parse(randomUUID());
  const configurations = createConfigurationService(engines.records, engines.bus, clock);
  await configurations.change(account, 'test', (sql) =>
    sql.run('INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, $2, $3, $4)', [
      account,
      { name: 'Shop', timeZone: 'Europe/Berlin', currency: 'EUR', holdout: 0, typingPreview: true },
      'salt',
      new Date(),
    ]),
  );
  const { sites, keys, attributes } = createSiteFeature({
    ...engines,
    clock,
    ids,
    log,
    configurations,
    publicUrl: () => 'http://localhost',
  });
  const site = await sites.create(account, 'test', { name: 'Shop', origins: [...origins] });
  const secret = await sites.createKey(account, site.id, 'Server');
  const identity = createIdentity(engines.records, clock);
  const engage = createEngage({
    ...engines,
    clock,
    ids,
    log,
    configurations,
    agents: {
      availability: () => ({ version: 1, at: 0, skills: { '*': { free: 1, online: 1 } } }),
      hold: () => true,
      release: () => {},
    },
    trials: { verifyTrial: () => Promise.resolve(null) },
  });
  const intake = new NotedIntake(engage.intake);
  const chat = new NotedChat();

  const raw = createRawRoutes();
  const upgrades = new Map<string, UpgradeHandler>();
  const http = createServer((request, response) => {
    const found = raw.find(pathOf(request));
    if (found === undefined) response.writeHead(404).end();
    else found(request, response);
  });
  http.on('upgrade', (request, socket, head) => {
    const found = upgrades.get(pathOf(request));
    if (found === undefined) socket.destroy();
    else found(request, socket, head);
  });
  const collect = createCollect({
    http: {
      raw: (prefix, handler) => raw.add(prefix, handler),
      upgrade: (path, handler) => void upgrades.set(path, handler),
    },
    intake,
    chat,
    keys,
    identity,
    claims: identity.claims,
    configuration: configurations,
    agentsOnline: () => true,
    geography: {
      configured: true,
      locate: (address) =>
        address === '127.0.0.1' ? { country: 'DE', region: 'BE', city: 'Berlin' } : null,
    },
    clientAddress: clientAddressFrom([]),
    clock,
    ids,
    log,
    tokenSecret: 'a secret of at least 32 characters',
  });
  await new Promise<void>((resolve) => void http.listen(listening, resolve));
  const { port } = http.address() as AddressInfo;
  return {
    account,
    site: SiteId.parse(site.id),
    writeKey: site.writeKey,
    secretKey: secret.secret,
    keyId: secret.key.id,
    sites,
    attributes,
    intake,
    chat,
    collect,
    identity,
    clock,
    engines,
    url: `http://127.0.0.1:${port}`,
    async close() {
      collect.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await engage.close();
      await engines.close();
    },
  };
}
export type TestCollect = Awaited<ReturnType<typeof startCollect>>;

/** A browser's end of the socket that keeps every frame. */
export class Browser {
  readonly socket: WebSocket;
  readonly frames: ServerFrame[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly #waiting = new Set<() => void>();

  constructor(server: TestCollect, options: ClientOptions = {}) {
    const headers = { 'user-agent': firefox, ...options.headers };
    this.socket = new WebSocket(`${server.url.replace('http', 'ws')}/v1/socket`, {
      origin: shopOrigin,
      ...options,
      headers,
    });
    this.socket.on('message', (data) => {
      this.frames.push(JSON.parse(data.toString()) as ServerFrame);
      for (const look of this.#waiting) look();
    });
    this.closed = new Promise((resolve) =>
      this.socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() })),
    );
    this.socket.on('error', () => {});
  }

  send(frame: object): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
    else this.socket.once('open', () => this.socket.send(JSON.stringify(frame)));
  }

  /** The first frame of the type that fits, past or to come. */
  async frame<T extends ServerFrame['type']>(
    type: T,
    fits: (frame: Extract<ServerFrame, { type: T }>) => boolean = () => true,
  ): Promise<Extract<ServerFrame, { type: T }>> {
    const find = () =>
      this.frames.find(
        (frame): frame is Extract<ServerFrame, { type: T }> =>
          frame.type === type && fits(frame as Extract<ServerFrame, { type: T }>),
      );
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`no ${type}; got ${JSON.stringify(this.frames).slice(0, 500)}`)),
        10_000,
      );
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** Says hello and gives the welcome. */
  async arrive(
    server: TestCollect,
    more: object = {},
  ): Promise<Extract<ServerFrame, { type: 'welcome' }>> {
    this.send(hello(server, more));
    return this.frame('welcome');
  }
}

export function hello(server: TestCollect, more: object = {}): Record<string, unknown> {
  return {
    type: 'hello',
    version: 1,
    key: server.writeKey,
    visitor: `visitor-${randomUUID()}`,
    fresh: true,
    pageView: 'view-1',
    page: { url: `${shopOrigin}/`, path: '/' },
    language: 'de',
    timeZone: 'Europe/Berlin',
    viewportWidth: 1280,
    ...more,
  };
}

export function event(more: object = {}): Record<string, unknown> {
  return {
    id: randomUUID(),
    kind: 'track',
    name: 'Thing Done',
    at: Date.now(),
    properties: {},
    ...more,
  };
}

/** Waits until it holds, looking often; fails after ten seconds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await holds())) {
    assert.ok(Date.now() < end, 'it did not come true in time');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
