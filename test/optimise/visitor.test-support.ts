// A visitor of a product under test on a bare visitor socket: comes to one page and hears what is
// sent.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';

export const origin = 'https://shop.example';

export interface Visitor {
  readonly frames: readonly ServerFrame[];
  /** Whether an engagement has arrived. */
  readonly isOffered: boolean;
  send(frame: object): void;
  /** The first frame of a type, whether it has arrived or will. */
  frame(type: ServerFrame['type']): Promise<void>;
  close(): void;
}

/** Resolves once the page is stored. By then every decision for it has been sent. */
export async function come(url: string, key: string): Promise<Visitor> {
  const id = `visitor${randomBytes(8).toString('hex')}`;
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/socket`, { origin });
  const frames: ServerFrame[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data) => {
    frames.push(JSON.parse(String(data)) as ServerFrame);
    for (const each of waiting) each();
  });
  const has = (type: ServerFrame['type']): boolean => frames.some((each) => each.type === type);
  const visitor: Visitor = {
    frames,
    get isOffered() {
      return has('engage');
    },
    send: (frame) => socket.send(JSON.stringify(frame)),
    frame: (type) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!has(type)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    close: () => socket.terminate(),
  };
  await once(socket, 'open');
  const page = { url: `${origin}/`, path: '/', search: '', title: 'Home', referrer: '' };
  const [pageView, at] = [`view-${id}`, Date.now()];
  const browser = { language: 'en', timeZone: 'UTC', viewportWidth: 1000 };
  visitor.send({
    ...{ type: 'hello', version: 1, key, visitor: id, fresh: true, pageView, page },
    ...browser,
  });
  const event = { id: `event-${id}`, kind: 'page', name: 'Page', at, pageView, page };
  const events = [{ ...event, properties: {} }];
  visitor.send({ type: 'events', batch: 1, sentAt: at, events });
  await visitor.frame('ack');
  return visitor;
}
