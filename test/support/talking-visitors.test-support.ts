// Visitors who begin conversations over bare visitor sockets, for benches and tests: each sends what it
// is told to and tells what it hears. It measures nothing.
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { solve } from '@opportune/server/channel/web/admission/solve.test-support.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';

const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const patienceMs = 60_000;
/** Beginning at once. */
const together = 25;
/** As a browser does: a line that says nothing for a minute is ended. */
const pingMs = 25_000;

/** Starts a product that believes this machine about the addresses of visitors. */
export const besideProxy = { environment: { OPPORTUNE_TRUSTED_PROXIES: '127.0.0.1' } } as const;

export interface Shop {
  /** Such as http://127.0.0.1:7700 */
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
 * As many conversations as asked for, waiting or with an agent, from so many addresses that none has to
 * work for them where the product was started with `besideProxy`. Rejects where one is refused.
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

/** Of a network for measurements, twenty visitors each: as many as may begin without work. */
function addressOf(nth: number): string {
  const network = Math.floor(nth / 20);
  return `198.18.${network >> 8}.${network & 255}`;
}

/** Begins one from an address, which counts where the product trusts this machine as a proxy. */
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
