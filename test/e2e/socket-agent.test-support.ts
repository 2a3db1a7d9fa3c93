// An agent on a bare console socket: what a colleague does while a test looks at somebody's
// console.
import { once } from 'node:events';
import type { ConsoleFrame, ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import { WebSocket } from 'ws';
import { eventually } from './product.test-support.ts';
import type { Person, Product } from './product.test-support.ts';

type Loose<Frame> = Frame extends unknown
  ? { readonly [Key in keyof Frame]: Frame[Key] extends string ? string : unknown }
  : never;

export interface SocketAgent {
  readonly user: string;
  readonly received: readonly ConsoleServerFrame[];
  /** The code with which the server closed it. Null: it is open. */
  readonly closedWith: number | null;
  send(frame: Loose<ConsoleFrame>): void;
  /** Sends a command and waits until it is done. Throws the refusal. */
  command(frame: { readonly type: string } & Readonly<Record<string, unknown>>): Promise<void>;
  close(): void;
}

/** Signs in and comes online. */
export async function comeToWork({ url }: Product, person: Person): Promise<SocketAgent> {
  const signedIn = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(person),
  });
  const { token } = (await signedIn.json()) as { token: string };
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/socket`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const received: ConsoleServerFrame[] = [];
  socket.on('message', (data) => received.push(JSON.parse(String(data)) as ConsoleServerFrame));
  let closedWith: number | null = null;
  socket.on('close', (code) => (closedWith = code));
  await once(socket, 'open');
  const first = async (is: (frame: ConsoleServerFrame) => boolean): Promise<ConsoleServerFrame> => {
    const found = await eventually(
      () => Promise.resolve(received.find(is)),
      (frame) => frame !== undefined,
    );
    if (found === undefined) throw new Error('it never came');
    return found;
  };
  const ready = await first(({ type }) => type === 'ready');
  let requests = 0;
  return {
    user: ready.type === 'ready' ? ready.user : '',
    received,
    get closedWith() {
      return closedWith;
    },
    send: (frame) => socket.send(JSON.stringify(frame)),
    command: async (frame) => {
      const request = `r${(requests += 1)}`;
      socket.send(JSON.stringify({ ...frame, request }));
      const answer = await first((each) => 'request' in each && each.request === request);
      if (answer.type === 'problem')
        throw new Error(`${frame.type}: ${JSON.stringify(answer.problem)}`);
    },
    close: () => socket.terminate(),
  };
}
