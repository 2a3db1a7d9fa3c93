// What the twins of providers share: an HTTP server on loopback, the fault that comes next, and files
// that expire.
import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault } from '@opportune/core/contracts/channel.contract.ts';

export interface TwinServer {
  readonly base: string;
  stop(): Promise<void>;
}

export interface Call {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** What somebody who shows the provider's screen is told of a message that was accepted. */
export interface Shown {
  readonly address: string;
  /** The provider's id of it. */
  readonly externalId: string;
  /** As it was posted. */
  readonly posted: Readonly<Record<string, unknown>>;
}

export interface TwinOptions<Secrets> {
  /** Instead of those that the tests use. */
  readonly secrets?: Secrets;
  /** Files that it was given, and that it gives. */
  readonly files?: TwinFiles;
  /** Called with each message that was accepted, and with signals such as typing. */
  readonly onShown?: (shown: Shown) => void;
}

export async function startTwinServer(
  answer: (call: Call, response: ServerResponse) => void,
): Promise<TwinServer> {
  const server = createServer((request, response) => {
    // Prevents uncertain deliveries: a kept connection may close just when a request is sent on it.
    response.setHeader('connection', 'close');
    void bodyOf(request).then((body) => {
      const { method = '', headers } = request;
      answer({ method, url: new URL(request.url ?? '/', 'http://twin'), headers, body }, response);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      if (server.listening) await new Promise((closed) => server.close(closed));
    },
  };
}

export class NextFault {
  #next: { readonly fault: Fault; after: number } | null = null;

  set(fault: Fault, after = 0): void {
    this.#next = { fault, after };
  }

  clear(): void {
    this.#next = null;
  }

  /** Without counting down: of what is no message. */
  get isExpired(): boolean {
    return this.#next?.fault.type === 'expired';
  }

  take(): Fault | null {
    if (this.#next === null) return null;
    return this.#next.after-- > 0 ? null : this.#next.fault;
  }
}

const fileBytes = 256 * 1024 * 1024;

/** Files by a name that is made for them. Null: it expired. The oldest make room for new ones. */
export class TwinFiles {
  readonly #files = new Map<string, Uint8Array | null>();
  readonly #most: number;
  #bytes = 0;

  /** Keeps at most so many bytes, and forgets the oldest beyond. */
  constructor(most = fileBytes) {
    this.#most = most;
  }

  put(bytes: Uint8Array, name = randomBytes(8).toString('hex')): string {
    this.expire(name);
    this.#files.set(name, bytes);
    this.#bytes += bytes.length;
    for (const [oldest, of] of this.#files) {
      if (this.#bytes <= this.#most) break;
      this.#files.delete(oldest);
      this.#bytes -= of?.length ?? 0;
    }
    return name;
  }

  expire(name: string): void {
    this.#bytes -= this.#files.get(name)?.length ?? 0;
    this.#files.set(name, null);
  }

  get(name: string): Uint8Array | null {
    return this.#files.get(name) ?? null;
  }
}

/** Appends to a list of what came, and forgets the oldest beyond some thousands. */
export function keep<T>(list: T[], item: T): void {
  if (list.push(item) > 10_000) list.shift();
}

/** A number that always stands for the same name. */
export function numberFor(name: string): number {
  return createHash('sha256').update(name).digest().readUIntBE(0, 5) + 1;
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** The fields of a multipart form. */
export function formIn(body: Buffer, contentType: string): Promise<FormData> {
  const headers = { 'content-type': contentType };
  return new Response(new Uint8Array(body), { headers }).formData();
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
