// One request to an address that somebody typed in: bounded in time and bytes, without following
// redirects, and over a connection of its own to an address that is allowed. The check is made on the
// address that is connected to, so that a name cannot resolve to another one in between.
import { request as requestPlain, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as requestSecure } from 'node:https';
import { isIP } from 'node:net';
import { lookupAllowed, NotAllowed } from './allowed-lookup.ts';

export interface Outbound {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For all of it, the answer's body too. */
  readonly withinMs: number;
}

export type Reached =
  /** Its body has to be read or destroyed. */
  | {
      readonly type: 'answered';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      readonly body: IncomingMessage;
    }
  | { readonly type: 'forbidden'; readonly detail: string }
  /** Nothing left. */
  | { readonly type: 'unreachable'; readonly detail: string }
  /** It was connected to, and no answer came. */
  | { readonly type: 'silent'; readonly detail: string };

export function requestBounded(
  { url, method, headers, body, withinMs }: Outbound,
  isAllowed: (ip: string) => boolean,
): Promise<Reached> {
  const { protocol, hostname } = new URL(url);
  const literal = hostname.replace(/^\[|\]$/g, '');
  // A literal address is never looked up.
  if (isIP(literal) !== 0 && !isAllowed(literal))
    return Promise.resolve({ type: 'forbidden', detail: new NotAllowed(literal).message });
  const secure = protocol === 'https:';
  return new Promise((resolve) => {
    let connected = false;
    const sent = (secure ? requestSecure : requestPlain)(url, {
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
    sent.end(body);
  });
}

function failureOf(error: Error, connected: boolean, withinMs: number): Reached {
  const isLate = error.name === 'AbortError' || error.name === 'TimeoutError';
  const detail = isLate ? `It did not answer within ${withinMs / 1000} s.` : error.message;
  if (error instanceof NotAllowed) return { type: 'forbidden', detail };
  return { type: connected ? 'silent' : 'unreachable', detail };
}

/** The whole body; null where it is longer. Rejects where it breaks off. */
export async function readUpTo(body: IncomingMessage, mostBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Leaving the loop destroys what is left.
    if (size > mostBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
