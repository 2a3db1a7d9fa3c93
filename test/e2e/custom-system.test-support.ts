// A system with a custom channel. It posts what its people write, and receives what agents answer.
// It signs by the convention, without any code of ours.
import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { RevisedChannel } from '@opportune/protocol/rest/channel/channels.ts';
import type { Product } from './product.test-support.ts';

/** `lose`: closes the connection without an answer. */
type Answer = 'take' | 'refuse' | 'lose';

export interface CustomSystem {
  readonly channel: RevisedChannel;
  /** Its id. */
  says(from: { readonly address: string; readonly name?: string }, text: string): Promise<string>;
  /** Tells that somebody changed a message. */
  changes(change: object): Promise<void>;
  /** Of a message that it took. */
  idOf(text: string): string;
  /** What it does from now on with a message of these words. By default it takes every message. */
  will(answer: Answer, text: string): void;
  /** Reports that a message which it took was read. */
  read(text: string): Promise<void>;
  close(): void;
}

export async function customSystem(
  product: Product,
  {
    name,
    icon,
    took,
  }: { readonly name: string; readonly icon: string; readonly took?: () => void },
): Promise<CustomSystem> {
  const answers = new Map<string, Answer>();
  const taken = new Map<string, { readonly id: string; readonly address: string }>();
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { type, id, text, to } = JSON.parse(body);
      const answer = type === 'message' ? (answers.get(text) ?? 'take') : 'take';
      if (answer === 'lose') return request.socket.destroy();
      if (answer === 'take' && type === 'message') {
        taken.set(text, { id, address: to.address });
        took?.();
      }
      response.writeHead(answer === 'take' ? 204 : 422).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const at = server.address();
  const draft = {
    ...{ kind: 'custom', name, icon },
    deliverTo: `http://127.0.0.1:${typeof at === 'object' ? at?.port : ''}/in`,
    // Without idempotency keys: a lost delivery is not sent again automatically.
    capabilities: { text: { most: 4000 }, receipts: 'read', readMarks: 'in' },
  };
  const channel = await product.call<RevisedChannel>('POST', '/channels', draft);
  const post = async (way: string, body: object): Promise<void> => {
    const url = (channel.webhookUrl ?? '').replace(/messages$/, way);
    const text = JSON.stringify(body);
    const headers = signed(channel.secret ?? '', text);
    const answer = await fetch(url, { method: 'POST', headers, body: text });
    if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`);
  };
  return {
    channel,
    async says(from, text) {
      const id = randomUUID();
      await post('messages', { id, from, text });
      return id;
    },
    changes: (change) => post('changes', change),
    idOf: (text) => taken.get(text)?.id ?? '',
    will: (answer, text) => void answers.set(text, answer),
    read: async (text) => post('receipts', { ...taken.get(text), state: 'read' }),
    close: () => void server.close(),
  };
}

function signed(secret: string, body: string): Record<string, string> {
  const [id, time] = [`msg_${randomUUID()}`, String(Math.floor(Date.now() / 1000))];
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': time,
    'webhook-signature': `v1,${signature}`,
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
}
