// Vonage's Messages API, as its documentation says that it behaves:
// https://developer.vonage.com/en/api/messages and /en/getting-started/concepts/webhooks. Requests carry a
// token with the digest of their body, and calls check their own token and what they are given.
import { createHash, createHmac, generateKeyPairSync, verify } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { ProviderTwin, Told } from '@opportune/core/contracts/channel.contract.ts';
import type { RawRequest } from '@opportune/core/ports/channel.ts';
import { z } from 'zod';
import {
  type Call,
  keep,
  NextFault,
  numberFor,
  sendJson,
  startTwinServer,
  TwinFiles,
  type TwinOptions,
} from './twin-server.test-support.ts';

export interface VonageTwin extends ProviderTwin {
  readonly base: string;
  readonly settings: {
    readonly apiKey: string;
    readonly signatureSecret: string;
    readonly applicationId: string;
    readonly privateKey: string;
    readonly number: string;
  };
  /** What was accepted. */
  readonly accepted: readonly z.infer<typeof Sent>[];
  /** The id of the newest. */
  readonly lastId: string;
  /** The token of the newest call. */
  readonly token: string;
  request(body: object): RawRequest;
  incoming(from: string, id: string, at: number, fields: object): RawRequest;
}

const apiKey = 'a1b2c3d4';
const applicationId = '78d335fa-323d-0114-9c3d-d6f0d48968cf';
export type VonageSecrets = Pick<VonageTwin['settings'], 'signatureSecret' | 'number'>;
const ofTests: VonageSecrets = {
  signatureSecret: 'ZXhhbXBsZS1vZi1hLXNlY3JldC1vZi0zMi1jaGFycw',
  number: '14155550100',
};
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

const digits = z.string().regex(/^[1-9][0-9]{6,14}$/);
const Sent = z.strictObject({
  channel: z.literal('sms'),
  message_type: z.literal('text'),
  text: z.string().min(1).max(1000),
  to: digits,
  from: digits,
  client_ref: z.string().max(100).optional(),
  webhook_url: z.url().optional(),
  webhook_version: z.literal('v1').optional(),
});
const Claims = z.object({
  application_id: z.literal(applicationId),
  iat: z.number().int(),
  exp: z.number().int(),
  jti: z.string().min(1),
});

export async function startVonageTwin({
  secrets = ofTests,
  files = new TwinFiles(),
  onShown,
}: TwinOptions<VonageSecrets> = {}): Promise<VonageTwin> {
  const { signatureSecret, number } = secrets;
  const request = (body: object) => signed(body, signatureSecret);
  const taken: { address: string; words: string }[] = [];
  const accepted: z.infer<typeof Sent>[] = [];
  const fault = new NextFault();
  let token = '';
  let sent = 0;

  const server = await startTwinServer((call, response) => {
    token = (call.headers.authorization ?? '').replace(/^Bearer /, '');
    const { pathname } = call.url;
    if (fault.isExpired || !isOurs(token))
      return fail(response, 401, 'https://developer.vonage.com/api-errors#unauthorized', {
        ...{ title: 'Unauthorized', detail: 'You did not provide correct credentials.' },
      });
    const media = /^\/v3\/media\/(.+)$/.exec(pathname)?.[1];
    if (media !== undefined) {
      const bytes = files.get(media);
      return bytes === null ? void response.writeHead(404).end() : void response.end(bytes);
    }
    return `${call.method} ${pathname}` === 'POST /v1/messages'
      ? create(call, response)
      : fail(response, 404, 'https://developer.vonage.com/api-errors#not-found', {
          title: 'Not found',
        });
  });

  function create(call: Call, response: ServerResponse): void {
    const asked = Sent.safeParse(JSON.parse(call.body.toString('utf8')));
    if (!asked.success)
      return fail(response, 422, 'https://developer.vonage.com/api-errors/messages#1150', {
        ...{ title: 'Invalid params', detail: 'The value of one or more parameters is invalid.' },
        invalid_parameters: asked.error.issues.map(({ path, message }) => ({
          ...{ name: path.join('.'), reason: message },
        })),
      });
    const next = fault.take();
    if (next?.type === 'rate')
      return fail(
        response,
        429,
        'https://developer.vonage.com/api-errors/messages#1010',
        { title: 'Rate Limit Hit', detail: 'Please wait, then retry your request.' },
        next.retryAfterS === null ? {} : { 'retry-after': String(next.retryAfterS) },
      );
    if (next?.type === 'refuse')
      return fail(response, 422, 'https://developer.vonage.com/api-errors/messages#1120', {
        ...{ title: 'Invalid sender', detail: 'The `from` parameter is invalid for the channel.' },
      });
    const address = `+${asked.data.to}`;
    keep(accepted, asked.data);
    keep(taken, { address, words: asked.data.text });
    if (next?.type === 'silent') return;
    sent += 1;
    const externalId = uuidOf(`sent ${sent}`);
    onShown?.({ address, externalId, posted: asked.data });
    sendJson(response, 202, { message_uuid: externalId });
  }

  function requestOf(told: Told): RawRequest {
    switch (told.type) {
      case 'message':
        return incoming(told.address, told.externalId, told.at, { text: told.content.text });
      case 'receipt': {
        const failed = told.state === 'failed' && {
          error: {
            ...{ type: 'https://developer.vonage.com/api-errors/messages#1240', title: 1240 },
            ...{ detail: told.detail, instance: 'bf0ca0bf927b3b52e3cb03217e1a1ddf' },
          },
        };
        const names = {
          delivered: 'delivered',
          read: 'read',
          sent: 'submitted',
          failed: 'rejected',
        };
        return request({
          ...{ message_uuid: uuidOf(told.externalId), to: phoneOf(told.address), from: number },
          ...{ timestamp: new Date(told.at).toISOString(), status: names[told.state] },
          ...{ channel: 'sms', usage: { currency: 'EUR', price: '0.0333' } },
          ...(told.reference !== null && { client_ref: told.reference }),
          ...failed,
        });
      }
      default:
        throw new Error(`Vonage does not tell ${told.type}`);
    }
  }

  function incoming(from: string, id: string, at: number, fields: object): RawRequest {
    return request({
      ...{ channel: 'sms', message_uuid: uuidOf(id), to: number, from: phoneOf(from) },
      ...{ timestamp: new Date(at).toISOString(), message_type: 'text' },
      ...{ origin: { network_code: '23415' }, sms: { num_messages: '1', keyword: '' } },
      ...fields,
    });
  }

  return {
    base: server.base,
    settings: { apiKey, signatureSecret, applicationId, privateKey: pem, number },
    accepted,
    get lastId() {
      return uuidOf(`sent ${sent}`);
    },
    get token() {
      return token;
    },
    request,
    incoming,
    // Whoever opts out says so in a message.
    tells: ['message', 'receipt'],
    levels: 1,
    saysWhen: true,
    signsTime: false,
    references: 'told',
    names: { address: (name) => `+${phoneOf(name)}`, message: (_name, id) => uuidOf(id) },
    handshake: null,
    queue: null,
    tell: (told) => told.map(requestOf),
    tellUnknown: () =>
      request({
        ...{ message_uuid: uuidOf('x'), to: phoneOf('ada'), from: number, channel: 'sms' },
        ...{ timestamp: '2026-11-24T12:00:00.000Z', status: 'half-read' },
      }),
    taken,
    fail: (next, after) => fault.set(next, after),
    heal: () => fault.clear(),
    stop: () => server.stop(),
    media: {
      closed: false,
      put: (bytes) => `${server.base}/v3/media/${files.put(bytes)}`,
      expire: (reference) => files.expire(reference.split('/').at(-1) ?? ''),
    },
  };
}

function signed(body: object, signatureSecret: string): RawRequest {
  const bytes = Buffer.from(JSON.stringify(body));
  const claims = {
    ...{ iat: 1_795_000_000, jti: 'c5ba8f24-1a14-4c10-bfdf-3fbe8ce511b5', iss: 'Vonage' },
    ...{ payload_hash: createHash('sha256').update(bytes).digest('hex') },
    ...{ api_key: apiKey, application_id: applicationId },
  };
  const text = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`;
  const signature = createHmac('sha256', signatureSecret).update(text).digest('base64url');
  return {
    ...{ method: 'POST', url: 'https://talk.example/v1/channels/c1/webhook', query: {} },
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${text}.${signature}`,
    },
    body: bytes,
  };
}

/** A token of the application's key, as JWT libraries check it. */
function isOurs(token: string): boolean {
  const [head = '', payload = '', signature = ''] = token.split('.');
  const claims = Claims.safeParse(decoded(payload));
  return (
    Reflect.get(Object(decoded(head)), 'alg') === 'RS256' &&
    claims.success &&
    claims.data.exp > claims.data.iat &&
    verify(
      'sha256',
      Buffer.from(`${head}.${payload}`),
      publicKey,
      Buffer.from(signature, 'base64url'),
    )
  );
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function decoded(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

function phoneOf(name: string): string {
  return `44770${String(numberFor(name) % 10_000_000).padStart(7, '0')}`;
}

function uuidOf(name: string): string {
  const hex = createHash('md5').update(name).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function fail(
  response: ServerResponse,
  status: number,
  type: string,
  about: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  const instance = 'bf0ca0bf927b3b52e3cb03217e1a1ddf';
  sendJson(response, status, { type, ...about, instance }, headers);
}
