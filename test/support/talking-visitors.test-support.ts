// Visitors who begin conversations over bare visitor sockets, for benches and tests. Each sends
// what it is told to and reports what it hears. It measures nothing.
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { solve } from '@opportune/server/channel/web/admission/solve.test-support.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';

const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const patienceMs = 60_000;
/** Conversations that begin at once. */
const together = 25;
/** As a browser does: the server ends a connection that is silent for a minute. */
const pingMs = 25_000;

/** Options for a product that believes this machine's claims about visitors' addresses. */
export const besideProxy = { environment: { OPPORTUNE_TRUSTED_PROXIES: '127.0.0.1' } } as const;

export interface Shop {
  /** For example http://127.0.0.1:7700 */
  readonly url: string;
  readonly key: string;
  readonly origin: string;
}

export interface Talking {
  readonly socket: WebSocket;
  readonly conversation: string;
  post(id: string, text: string): void;
  end(): void;
}

/**
 * Begins this many conversations, waiting or with an agent. They come from enough addresses that
 * none needs proof of work if the product was started with `besideProxy`. Rejects if one is
 * refused.
 */
export async function beginConversations(shop: Shop, count: number): Promise<readonly Talking[]> {
  const begun: Talking[] = [];
  let asked = 0;
  const begin = async (): Promise<void> => {
    while (asked < count) begun.push(await beginConversation(shop, addressOf((asked += 1))));
  };
  await Promise.all(Array.from({ length: together }, begin));
  return begun;
}

/**
 * An address of a network reserved for measurements. Twenty visitors share one, which is the most
 * without proof of work.
 */
function addressOf(nth: number): string {
  const network = Math.floor(nth / 20);
  return `198.18.${network >> 8}.${network & 255}`;
}

/** Begins one from an address, which counts if the product trusts this machine as a proxy. */
export async function beginConversation(
  { url, key, origin }: Shop,
  address?: string,
): Promise<Talking> {
  const forwarded = address === undefined ? {} : { 'x-forwarded-for': address };
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/socket`, {
    origin,
    headers: { 'user-agent': userAgent, ...forwarded },
    perMessageDeflate: false,
  });
  const send = (frame: object): void => socket.send(JSON.stringify(frame));
  const page = { url: `${origin}/`, path: '/', search: '', title: 'Shop', referrer: '' };
  const hello = {
    type: 'hello',
    version: 1,
    key,
    visitor: randomUUID(),
    fresh: true,
    pageView: randomUUID(),
    page,
    language: 'en',
    timeZone: 'UTC',
    viewportWidth: 1280,
  };
  const start = {
    type: 'chat.start',
    request: randomUUID(),
    message: { id: randomUUID(), text: 'Does the lamp ship to Norway?' },
  };
  const conversation = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('no conversation began')), patienceMs);
    socket.on('error', reject);
    socket.on('open', () => send(hello));
    const hear = (data: unknown): void => {
      const frame = JSON.parse(String(data)) as ServerFrame;
      if (frame.type === 'welcome') return send(start);
      if (frame.type === 'chat.refused' && frame.proof !== undefined)
        return send({ ...start, proof: solve(frame.proof) });
      if (frame.type === 'chat.refused' || frame.type === 'problem')
        reject(new Error(frame.problem.message));
      if (frame.type !== 'chat.state') return;
      clearTimeout(late);
      socket.off('message', hear);
      resolve(frame.conversation.id);
    };
    socket.on('message', hear);
  });
  const beat = setInterval(() => send({ type: 'ping' }), pingMs);
  socket.on('close', () => clearInterval(beat));
  return {
    socket,
    conversation,
    post: (id, text) => send({ type: 'chat.post', conversation, id, text }),
    end: () => send({ type: 'chat.end', conversation }),
  };
}
