// A visitor of the demo shop on a bare visitor socket: the same frames as the tag's, without a
// browser. So a test of the console knows exactly what the other side sent and received.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { VisitorFrame, ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import { WebSocket } from 'ws';
import { eventually } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

type Loose<Frame> = Frame extends unknown
  ? { readonly [Key in keyof Frame]: Frame[Key] extends string ? string : unknown }
  : never;

export interface SocketVisitor {
  readonly id: string;
  readonly socket: WebSocket;
  /** The console's name for a visitor who gave none. */
  readonly name: string;
  readonly received: readonly ServerFrame[];
  send(frame: Loose<VisitorFrame>): void;
  /** The first frame of a type, whether it has arrived or will. */
  frame<Type extends ServerFrame['type']>(
    type: Type,
  ): Promise<Extract<ServerFrame, { type: Type }>>;
  /** Texts of all messages of the conversation that this side knows, by id. */
  texts(): ReadonlyMap<string, string>;
  close(): void;
}

/**
 * Counts only if the product was started with `besideProxy`. Otherwise all come from one address.
 */
function addressOfItsOwn(): string {
  const [one, two] = randomBytes(2);
  return `198.18.${one}.${two}`;
}

interface SiteKey {
  readonly writeKey: string;
  readonly origins: readonly string[];
}

/** Comes to a page of the shop, as a returning or a new visitor. */
export async function comeToShop(
  { url, shopUrl, call }: Product,
  page: { path: string; title: string },
  before?: { readonly id: string; readonly token: string },
): Promise<SocketVisitor> {
  const { items } = await call<{ items: SiteKey[] }>('GET', '/sites');
  const isOf = ({ origins }: SiteKey) => origins.includes(new URL(shopUrl).origin);
  const site = items.find(isOf) ?? items[0];
  const id = before?.id ?? `visitor${randomBytes(8).toString('hex')}`;
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/socket`, {
    origin: new URL(shopUrl).origin,
    headers: {
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      'x-forwarded-for': addressOfItsOwn(),
    },
  });
  const received: ServerFrame[] = [];
  socket.on('message', (data) => received.push(JSON.parse(String(data)) as ServerFrame));
  await once(socket, 'open');
  const send = (frame: Loose<VisitorFrame>): void => socket.send(JSON.stringify(frame));
  const pageView = `view-${id}`;
  const whole = {
    url: `${shopUrl}${page.path}`,
    path: page.path,
    search: '',
    title: page.title,
    referrer: '',
  };
  send({
    type: 'hello',
    version: 1,
    key: site?.writeKey ?? '',
    visitor: id,
    fresh: before === undefined,
    ...(before === undefined ? {} : { token: before.token }),
    pageView,
    page: whole,
    language: 'en',
    timeZone: 'UTC',
    viewportWidth: 1200,
  });
  send({
    type: 'events',
    batch: 1,
    sentAt: Date.now(),
    events: [
      {
        id: `page-${id}`,
        kind: 'page',
        name: 'Page',
        at: Date.now(),
        pageView,
        page: whole,
        properties: {},
      },
    ],
  });
  return {
    id,
    socket,
    name: `Visitor ${id.slice(-4)}`,
    received,
    send,
    frame: async (type) => {
      const is = (frame: ServerFrame): frame is Extract<ServerFrame, { type: typeof type }> =>
        frame.type === type;
      const found = await eventually(
        () => Promise.resolve(received.find(is)),
        (frame) => frame !== undefined,
      );
      if (found === undefined) throw new Error(`no frame ${type}`);
      return found;
    },
    texts: () =>
      new Map(
        received
          .flatMap((frame) => (frame.type === 'chat.messages' ? frame.messages : []))
          .flatMap(({ id: key, body }) =>
            body.type === 'text' ? [[key, body.text] as const] : [],
          ),
      ),
    close: () => socket.terminate(),
  };
}
