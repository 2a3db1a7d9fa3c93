// Files whose declared type, name and content disagree, by every way in of the started product: agents,
// a custom channel, posted e-mails, WhatsApp and Telegram. What is served afterwards has the type of its
// content, cannot run, and has a name that leads nowhere.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { png } from '@opportune/core/attachment/test/pictures.test-support.ts';
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import { keyOf, signedHeaders } from '@opportune/server/http/signed/standard-webhooks.ts';
import { until } from '@opportune/server/adapter/process/processes.test-support.ts';
import type { Owner } from '../support/people.test-support.ts';
import { type Product, startProduct } from '../support/product.test-support.ts';
import { startTelegramTwin, type TelegramTwin } from '../twins/telegram-twin.test-support.ts';
import { startWhatsappTwin, type WhatsappTwin } from '../twins/whatsapp-twin.test-support.ts';

const script = '<script>parent.harmed=1;alert(1)</script>';

interface Lie {
  readonly name: string;
  readonly declared: string;
  readonly bytes: Buffer;
  /** The type that is served. Null: it is not kept. */
  readonly served: string | null;
}

const lies: readonly Lie[] = [
  {
    name: 'photo.png',
    declared: 'image/png',
    bytes: Buffer.from(`<!doctype html>${script}`),
    served: null,
  },
  {
    name: 'logo.jpg',
    declared: 'image/jpeg',
    bytes: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${script}</svg>`),
    served: null,
  },
  {
    name: 'page.txt',
    declared: 'text/plain',
    bytes: Buffer.from(`\u{feff} \n\t<html>${script}`),
    served: null,
  },
  {
    name: 'wide.txt',
    declared: 'text/plain',
    bytes: Buffer.from(`\u{feff}<script>alert(1)</script>`, 'utf16le'),
    served: null,
  },
  {
    name: 'tool.png',
    declared: 'image/png',
    bytes: Buffer.from(`MZ\u0090\u0000${script}`, 'latin1'),
    served: null,
  },
  {
    name: 'torn.png',
    declared: 'image/png',
    bytes: png(4, 4).subarray(0, 40),
    served: null,
  },
  {
    name: '../../../etc/cron.d/\u202egpj.html',
    declared: 'text/html',
    bytes: Buffer.from(`GIF89a/*\u0001\u0000${script}*/=1;alert(1)//`, 'latin1'),
    served: 'image/gif',
  },
  {
    name: 'tail\u0007\r\nSet-Cookie: a=b.svg',
    declared: 'image/svg+xml',
    bytes: Buffer.concat([png(4, 4), Buffer.from(script)]),
    served: 'image/png',
  },
  {
    name: '"><img src=x onerror=alert(1)>.pdf.html',
    declared: 'text/html',
    bytes: Buffer.from(`%PDF-1.7\n${script}\n%%EOF`),
    served: 'application/pdf',
  },
  {
    name: '..\\..\\run.js',
    declared: 'application/javascript',
    bytes: Buffer.from(`alert(1) // ${script}`),
    served: 'text/plain; charset=utf-8',
  },
];

let product: Product;
let files: Server;
let telegram: TelegramTwin;
let whatsapp: WhatsappTwin;
let base = '';

before(async () => {
  // Declares of each file what its liar says.
  files = createServer((request, response) => {
    const lie = lies[Number(request.url?.slice(1))];
    const name = (lie?.name ?? '').replaceAll(/[\r\n"]/g, '_');
    response.writeHead(lie === undefined ? 404 : 200, {
      'content-type': lie?.declared ?? 'text/html',
      'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(name)}`,
    });
    response.end(lie?.bytes);
  });
  await new Promise<void>((listening) => files.listen(0, '127.0.0.1', listening));
  base = `http://127.0.0.1:${(files.address() as AddressInfo).port}`;
  telegram = await startTelegramTwin();
  whatsapp = await startWhatsappTwin();
  product = await startProduct({ OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' });
});
after(async () => {
  await product?.close();
  await whatsapp?.stop();
  await telegram?.stop();
  files?.close();
});

async function channelOf(kind: string, draft: object): Promise<{ owner: Owner; channel: Channel }> {
  const owner = await product.newAccount(kind);
  const made = await owner.call('POST', '/channels', { kind, name: kind, ...draft });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return { owner, channel: made.body };
}

interface Channel {
  readonly id: string;
  readonly secret: string;
  readonly webhookUrl: string;
}

/** The conversation, once it has the last of its files, which follows all others. */
async function talkIn(owner: Owner, channel: string): Promise<string> {
  let found = '';
  await until('the last file has come', async () => {
    const { body } = await owner.call('GET', `/conversations?channel=${channel}`);
    const [talk] = body.items;
    const kept = talk === undefined ? [] : await attachmentsIn(owner, talk.id);
    if (JSON.stringify(kept.at(-1) ?? '').includes('run.js')) found = talk.id;
    return found !== '';
  });
  return found;
}

async function begunIn(owner: Owner, channel: string): Promise<string> {
  let found: string | undefined;
  await until('a conversation has begun', async () => {
    const { body } = await owner.call('GET', `/conversations?channel=${channel}`);
    found = body.items[0]?.id;
    return found !== undefined;
  });
  return found ?? '';
}

async function attachmentsIn(owner: Owner, talk: string): Promise<readonly Message[]> {
  const { body } = await owner.call('GET', `/conversations/${talk}/messages`);
  return (body.messages as Message[]).filter(
    (message) => message.body.type === 'text' && message.body.content?.type === 'attachment',
  );
}

const unsafeName =
  /[\\/\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069<>"]|\.\./u;

/** Each that is kept is served as what it is, and each that is a lie is not kept. */
async function areHarmless(owner: Owner, talk: string): Promise<void> {
  const kept = await attachmentsIn(owner, talk);
  const served = await Promise.all(
    kept.map(async ({ id, body }) => {
      const { name, mediaType } = (body as { content: Attachment }).content;
      assert.doesNotMatch(name, unsafeName);
      const answer = await fetch(`${product.url}/api/v1/conversations/${talk}/attachments/${id}`, {
        headers: { authorization: `Bearer ${owner.token}` },
      });
      const type = answer.headers.get('content-type') ?? '';
      assert.ok(type.startsWith(mediaType), type);
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
      const policy = answer.headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'none'; sandbox(?:;|$)/);
      const disposition = answer.headers.get('content-disposition') ?? '';
      assert.ok(disposition.startsWith(type.startsWith('image/') ? 'inline' : 'attachment'));
      const [, named = ''] = /filename\*=UTF-8''(.*)$/.exec(disposition) ?? [];
      assert.doesNotMatch(decodeURIComponent(named), unsafeName);
      assert.equal(answer.headers.get('set-cookie'), null);
      const bytes = Buffer.from(await answer.arrayBuffer());
      if (type === 'image/png') assert.ok(!bytes.includes('<script'), 'what follows the picture');
      return type;
    }),
  );
  const expected = lies.flatMap(({ served: type }) => type ?? []);
  assert.deepEqual(served.toSorted(), expected.toSorted());
}

function post(url: string, headers: Readonly<Record<string, string>>, body: Uint8Array | string) {
  return fetch(url, { method: 'POST', headers, body: Buffer.from(body) });
}

describe('[AT16] a file that is not what it says', () => {
  test('from an agent', async () => {
    const { owner, channel } = await channelOf('custom', { deliverTo: `${base}/in` });
    const said = { id: 'm1', from: { address: 'ada' }, text: 'Hello' };
    await signed(channel, 'messages', said);
    const talk = await begunIn(owner, channel.id);
    await owner.call('PUT', '/my-state', { state: 'online' });
    await owner.call('POST', `/conversations/${talk}/take`);
    for (const { name, bytes, served } of lies) {
      const id = randomUUID();
      const path = `/api/v1/conversations/${talk}/attachments/${id}`;
      const query = `name=${encodeURIComponent(name)}`;
      const answer = await fetch(`${product.url}${path}?${query}`, {
        method: 'PUT',
        headers: {
          authorization: `Bearer ${owner.token}`,
          'content-type': 'application/octet-stream',
        },
        body: new Uint8Array(bytes),
      });
      const body = (await answer.json()) as Attachment & { code?: string };
      if (served === null) assert.deepEqual([answer.status, body.code], [415, 'attachment.type']);
      else {
        assert.equal(answer.status, 200, JSON.stringify(body));
        const message = { id, attachment: true };
        const sent = await owner.call('POST', `/conversations/${talk}/messages`, message);
        assert.ok(sent.status < 300, JSON.stringify(sent.body));
      }
    }
    await areHarmless(owner, talk);
  });

  async function signed({ secret, webhookUrl }: Channel, way: string, said: object) {
    const key = keyOf(secret);
    assert.ok(key);
    const body = JSON.stringify(said);
    const headers = { ...signedHeaders([key], randomUUID(), body, Date.now()) };
    const answer = await post(webhookUrl.replace(/messages$/, way), headers, body);
    assert.equal(answer.status, 202, await answer.text());
  }

  test('over a custom channel', async () => {
    const { owner, channel } = await channelOf('custom', { deliverTo: `${base}/in` });
    const attachments = lies.map(({ name }, at) => ({
      url: `${base}/${at}`,
      name: name.slice(0, 150),
    }));
    const from = { address: 'ada' };
    await signed(channel, 'messages', { id: 'm1', from, text: 'Look', attachments });
    await areHarmless(owner, await talkIn(owner, channel.id));
  });

  test('in an e-mail', async () => {
    const smtp = { host: '127.0.0.1', port: 9, security: 'none', user: 'u', password: 'p' };
    const address = 'help@aldermoor.example';
    const { owner, channel } = await channelOf('email', {
      settings: { address, name: 'Help', inbound: 'webhook', smtp },
    });
    const parts = lies.map(({ name, declared, bytes }) =>
      [
        '--b',
        `Content-Type: ${declared}`,
        `Content-Disposition: attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
        'Content-Transfer-Encoding: base64',
        '',
        bytes.toString('base64'),
      ].join('\r\n'),
    );
    const letter = [
      'From: Ada <ada@example.com>',
      `To: ${address}`,
      'Subject: Look',
      `Message-ID: <${randomUUID()}@example.com>`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'Look',
      ...parts,
      '--b--',
      '',
    ].join('\r\n');
    const key = keyOf(channel.secret);
    assert.ok(key);
    const headers = { ...signedHeaders([key], randomUUID(), letter, Date.now()) };
    assert.equal((await post(channel.webhookUrl, headers, letter)).status, 202);
    await areHarmless(owner, await talkIn(owner, channel.id));
  });

  test('over WhatsApp', async () => {
    const settings = { ...whatsapp.settings, apiBase: whatsapp.base };
    const { owner, channel } = await channelOf('whatsapp', { settings });
    const user = whatsapp.names?.address('ada');
    for (const [at, { name, declared, bytes }] of lies.entries()) {
      const document = { id: whatsapp.media?.put(bytes), mime_type: declared, filename: name };
      const request = whatsapp.request({
        messages: [
          {
            ...{ id: `wamid.${at}`, timestamp: String(Math.floor(Date.now() / 1000)) },
            ...{ from_user_id: user, type: 'document', document },
          },
        ],
      });
      const answer = await post(channel.webhookUrl, request.headers, request.body);
      assert.equal(answer.status, 200);
    }
    await areHarmless(owner, await talkIn(owner, channel.id));
  });

  test('over Telegram', async () => {
    const { base: apiBase, botToken, secretToken } = telegram;
    const settings = { botToken, secretToken, apiBase };
    const { owner, channel } = await channelOf('telegram', { settings });
    const chat = { id: Number(telegram.names?.address('ada')), type: 'private' } as const;
    const from = { id: chat.id, is_bot: false, first_name: 'Ada' } as const;
    for (const [at, { name, declared, bytes }] of lies.entries()) {
      const file_id = telegram.media?.put(bytes) ?? '';
      const document = { file_id, file_unique_id: file_id, file_name: name, mime_type: declared };
      const message = { message_id: at + 1, date: Math.floor(Date.now() / 1000), from, document };
      const request = telegram.request({
        update_id: at + 1,
        message: { ...message, chat: { ...chat, first_name: 'Ada' } },
      });
      const answer = await post(channel.webhookUrl, request.headers, request.body);
      assert.equal(answer.status, 200);
    }
    await areHarmless(owner, await talkIn(owner, channel.id));
  });
});
