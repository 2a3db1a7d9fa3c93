// A browser's end of the visitor socket in tests, and the frames that it sends.
import { randomUUID } from 'node:crypto';
import { WebSocket, type ClientOptions } from 'ws';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import { Inbox } from '@opportune/server/testing/frame-inbox.test-support.ts';
import { firefox, shopOrigin, type TestCollect } from './collect.test-support.ts';

/** A browser's end of the socket that keeps every frame. */
export class Browser {
  readonly socket: WebSocket;
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly #inbox = new Inbox<ServerFrame>();

  constructor(server: TestCollect, options: ClientOptions = {}) {
    const headers = { 'user-agent': firefox, ...options.headers };
    this.socket = new WebSocket(`${server.url.replace('http', 'ws')}/v1/socket`, {
      origin: shopOrigin,
      ...options,
      headers,
    });
    this.socket.on('message', (data) =>
      this.#inbox.push(JSON.parse(data.toString()) as ServerFrame),
    );
    this.closed = new Promise((resolve) =>
      this.socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() })),
    );
    this.socket.on('error', () => {});
  }

  get frames(): readonly ServerFrame[] {
    return this.#inbox.frames;
  }

  send(frame: object): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
    else this.socket.once('open', () => this.socket.send(JSON.stringify(frame)));
  }

  /** The first frame of this type that fits, whether it has arrived or will. */
  async frame<T extends ServerFrame['type']>(
    type: T,
    fits?: (frame: Extract<ServerFrame, { type: T }>) => boolean,
  ): Promise<Extract<ServerFrame, { type: T }>> {
    return this.#inbox.next(type, fits);
  }

  /** Says hello and returns the welcome. */
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

/**
 * What a returning visitor adds to their hello. It makes the server look up their conversations.
 */
export async function returning(server: TestCollect): Promise<object> {
  const first = new Browser(server);
  const visitor = `visitor-${randomUUID()}`;
  const { token } = await first.arrive(server, { visitor });
  first.socket.terminate();
  await first.closed;
  return { visitor, token, fresh: false };
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
