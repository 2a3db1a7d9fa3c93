// A system that talks over a custom channel, over real HTTP on loopback. It signs what it posts,
// checks the signature of what it receives, accepts each message once, and offers files.
import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault, ProviderTwin, Told } from '@opportune/core/contracts/channel.contract.ts';
import type { RawRequest, StoredChannel } from '@opportune/core/ports/channel.ts';
import { CustomDelivery } from '@opportune/protocol/channel/custom.ts';
import { AccountId } from '@opportune/protocol/ids.ts';

export interface CustomTwin extends ProviderTwin {
  readonly stored: StoredChannel;
}

export async function startCustomTwin(key: Buffer): Promise<CustomTwin> {
  const taken: { address: string; words: string }[] = [];
  const seen = new Set<string>();
  const files = new Map<string, Uint8Array | null>();
  let failing: { readonly fault: Fault; after: number } | null = null;
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const file = files.get(request.url ?? '');
    if (request.method === 'GET')
      return void (file ? response.end(file) : response.writeHead(410).end());
    const body = await bodyOf(request);
    const fault = failing !== null && failing.after-- <= 0 ? failing.fault : null;
    if (fault?.type === 'expired') return void response.writeHead(401).end();
    if (fault?.type === 'refuse') return void response.writeHead(422).end('No such person.');
    if (fault?.type === 'rate')
      return void response
        .writeHead(
          429,
          fault.retryAfterS === null ? {} : { 'retry-after': String(fault.retryAfterS) },
        )
        .end();
    const { 'webhook-id': id, 'webhook-timestamp': time } = request.headers;
    assert.equal(request.headers['webhook-signature'], signature(key, `${id}.${time}.${body}`));
    const delivery = CustomDelivery.parse(JSON.parse(body));
    if (delivery.type === 'message' && !seen.has(delivery.id)) {
      seen.add(delivery.id);
      taken.push({ address: delivery.to.address, words: delivery.text });
    }
    if (fault?.type !== 'silent') response.writeHead(204).end();
  }

  return {
    tells: ['message', 'edit', 'deletion', 'reaction', 'receipt', 'typing'],
    levels: 1,
    saysWhen: true,
    signsTime: true,
    references: 'own-id',
    handshake: null,
    queue: null,
    tellUnknown: () => null,
    tell: (told, _level, now) => told.map((each) => posted(key, each, now)),
    taken,
    fail: (fault, after = 0) => void (failing = { fault, after }),
    heal: () => void (failing = null),
    async stop() {
      server.closeAllConnections();
      if (server.listening) await new Promise((closed) => server.close(closed));
    },
    media: {
      closed: false,
      put(bytes) {
        const name = `/${randomBytes(8).toString('hex')}`;
        files.set(name, bytes);
        return base + name;
      },
      expire: (url) => void files.set(new URL(url).pathname, null),
    },
    stored: {
      account: AccountId.parse('a-1'),
      settings: { deliverTo: `${base}/messages` },
      secret: `whsec_${key.toString('base64')}`,
      capabilities: null,
    },
  };
}

/** The signature of the convention, implemented a second time here. */
export function signature(key: Buffer, signed: string): string {
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}

function posted(key: Buffer, told: Told, now: number): RawRequest {
  const { way, body } = written(told);
  const text = JSON.stringify(body);
  const id = `msg_${randomBytes(8).toString('hex')}`;
  const time = Math.floor(now / 1000);
  return {
    method: 'POST',
    url: `https://talk.example/v1/channels/c1/${way}`,
    query: {},
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(time),
      'webhook-signature': signature(key, `${id}.${time}.${text}`),
    },
    body: Buffer.from(text),
  };
}

function written(told: Told): { readonly way: string; readonly body: object } {
  const { address, at } = told;
  switch (told.type) {
    case 'message': {
      const { externalId: id, content, from, replyTo } = told;
      const attachments = content.media.map(({ reference }) => ({ url: reference }));
      const body = { id, from: { address, name: from.name ?? undefined }, text: content.text };
      return { way: 'messages', body: { ...body, attachments, at, replyTo: replyTo ?? undefined } };
    }
    case 'receipt': {
      const { externalId: id, reference: _, type: _type, ...rest } = told;
      return { way: 'receipts', body: { id, ...rest } };
    }
    case 'edit':
    case 'deletion':
    case 'reaction': {
      const { externalId: id, ...change } = told;
      return { way: 'changes', body: { ...change, id, from: { address } } };
    }
    case 'typing':
      return { way: 'typing', body: { from: { address }, on: told.on } };
    default:
      throw new Error(`a custom channel does not tell ${told.type}`);
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
