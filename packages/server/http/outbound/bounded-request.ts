// Makes one request to an address that somebody typed in. Time and bytes are bounded, redirects are
// not followed, credentials in it are not sent, and the request has its own connection to an allowed address. It checks the address
// of the actual connection, so that a name cannot resolve to another address in between.
import { request as requestPlain, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as requestSecure } from 'node:https';
import { isIP } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import { lookupAllowed, NotAllowed } from './allowed-lookup.ts';

export interface Outbound {
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes that are read as they are sent need a content-length. */
  readonly body?: string | AsyncIterable<Uint8Array>;
  /** For the whole exchange, including the response body. */
  readonly withinMs: number;
}

export type Reached =
  /** The caller must read or destroy its body. */
  | {
      readonly type: 'answered';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      readonly body: IncomingMessage;
    }
  | { readonly type: 'forbidden'; readonly detail: string }
  /** Nothing was sent. */
  | { readonly type: 'unreachable'; readonly detail: string }
  /** A connection was made, but no response came. */
  | { readonly type: 'silent'; readonly detail: string };

export function requestBounded(
  { url, method, headers, body, withinMs }: Outbound,
  isAllowed: (ip: string) => boolean,
): Promise<Reached> {
  const { protocol, hostname } = new URL(url);
  const asked = withoutCredentials(url);
  const literal = hostname.replace(/^\[|\]$/g, '');
  // A literal address is never looked up.
  if (isIP(literal) !== 0 && !isAllowed(literal))
    return Promise.resolve({ type: 'forbidden', detail: new NotAllowed(literal).message });
  const secure = protocol === 'https:';
  return new Promise((resolve) => {
    let connected = false;
    const sent = (secure ? requestSecure : requestPlain)(asked, {
      ...{ method, headers, agent: false, lookup: lookupAllowed(isAllowed) },
      signal: AbortSignal.timeout(withinMs),
    });
    sent.on('socket', (socket) =>
      socket.once(secure ? 'secureConnect' : 'connect', () => (connected = true)),
    );
    sent.on('response', (answer) =>
      resolve({
        ...{ type: 'answered', status: answer.statusCode ?? 0, headers: answer.headers },
        body: answer,
      }),
    );
    sent.on('error', (error) => resolve(failureOf(error, connected, withinMs)));
    // A connection that ends without either: the other side wants another protocol (101).
    sent.on('close', () => resolve({ type: 'silent', detail: 'It gave no answer.' }));
    if (body === undefined || typeof body === 'string') sent.end(body);
    // What cannot be read breaks the request off.
    else pipeline(Readable.from(body), sent, () => undefined);
  });
}

/** Node would send them on as a header. */
export function withoutCredentials(url: string): URL {
  const plain = new URL(url);
  plain.username = '';
  plain.password = '';
  return plain;
}

function failureOf(error: Error, connected: boolean, withinMs: number): Reached {
  const isLate = error.name === 'AbortError' || error.name === 'TimeoutError';
  const detail = isLate ? `It did not answer within ${withinMs / 1000} s.` : error.message;
  if (error instanceof NotAllowed) return { type: 'forbidden', detail };
  return { type: connected ? 'silent' : 'unreachable', detail };
}

/** The whole body, or null if it is longer. Rejects if it breaks off. */
export async function readUpTo(body: IncomingMessage, mostBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Leaving the loop destroys the rest of the body.
    if (size > mostBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The beginning of a body as text, without characters that cannot be stored. A body may break off. */
export async function readBeginning(body: IncomingMessage, mostBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      // Leaving the loop destroys the rest of the body.
      if (size >= mostBytes) break;
    }
  } catch {
    // What came of it is enough.
  }
  const text = Buffer.concat(chunks).subarray(0, mostBytes).toString('utf8');
  return text.replaceAll('\0', '');
}
