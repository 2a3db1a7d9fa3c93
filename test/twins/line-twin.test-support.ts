// LINE, as its documentation says that it behaves:
// https://developers.line.biz/en/reference/messaging-api/. Requests are signed over their bytes, a
// reply token works once, a retry key works once, and calls check what they are given.
import { createHmac } from 'node:crypto';
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

export interface LineTwin extends ProviderTwin {
  readonly base: string;
  readonly channelSecret: string;
  readonly channelToken: string;
  /** Replies and pushes that were accepted, with their messages. */
  readonly accepted: readonly {
    readonly way: 'reply' | 'push';
    readonly messages: readonly object[];
  }[];
  /** Whether the switch “Use webhook” is on. */
  isActive: boolean;
  /** The name in everybody's profile. */
  readonly displayName: string;
  /** A reply token that works once. */
  newReplyToken(address: string): string;
  request(events: readonly object[]): RawRequest;
}

export type LineSecrets = Pick<LineTwin, 'channelSecret' | 'channelToken'>;
const ofTests: LineSecrets = {
  channelSecret: '8c570fa6dd201bb328f1c1eac23a96d8',
  channelToken: 'W1TeHCgfH2Liwao+f3/Vz=',
};

export async function startLineTwin({
  secrets = ofTests,
  files = new TwinFiles(),
  onShown,
}: TwinOptions<LineSecrets> = {}): Promise<LineTwin> {
  const { channelSecret, channelToken } = secrets;
  const taken: { address: string; words: string }[] = [];
  const accepted: { way: 'reply' | 'push'; messages: readonly object[] }[] = [];
  const fault = new NextFault();
  const replyTokens = new Map<string, string>();
  const retryKeys = new Map<string, object>();
  let endpoint = '';
  let lastId = 461_230_966_842_064_896n;

  const server = await startTwinServer((call, response) => {
    if (fault.isExpired || call.headers.authorization !== `Bearer ${channelToken}`)
      return fail(
        response,
        401,
        'Authentication failed. Confirm that the access token in the authorization header is valid.',
      );
    const { pathname } = call.url;
    const content = /^\/v2\/bot\/message\/([^/]+)\/content$/.exec(pathname)?.[1];
    if (content !== undefined) {
      const bytes = files.get(content);
      return bytes === null ? fail(response, 404, 'Not found') : void response.end(bytes);
    }
    if (pathname.startsWith('/v2/bot/profile/'))
      return sendJson(response, 200, {
        displayName: twin.displayName,
        userId: pathname.split('/')[4],
      });
    switch (`${call.method} ${pathname}`) {
      case 'PUT /v2/bot/channel/webhook/endpoint': {
        const asked = Endpoint.safeParse(jsonOf(call));
        if (!asked.success) return fail(response, 400, 'Invalid webhook endpoint URL');
        ({ endpoint } = asked.data);
        return sendJson(response, 200, {});
      }
      case 'GET /v2/bot/channel/webhook/endpoint':
        return sendJson(response, 200, { endpoint, active: twin.isActive });
      case 'GET /v2/bot/info':
        return sendJson(response, 200, {
          userId: 'U1',
          basicId: '@aldermoor',
          displayName: 'Aldermoor',
        });
      case 'POST /v2/bot/message/reply':
        return reply(call, response);
      case 'POST /v2/bot/message/push':
        return push(call, response);
      default:
        return fail(response, 404, 'Not found');
    }
  });

  function reply(call: Call, response: ServerResponse): void {
    if (call.headers['x-line-retry-key'] !== undefined)
      return fail(response, 400, 'The retry key is not supported.');
    const asked = Reply.safeParse(jsonOf(call));
    if (!asked.success) return invalid(response, asked.error);
    const { replyToken, messages } = asked.data;
    const to = replyTokens.get(replyToken);
    if (to === undefined) return fail(response, 400, 'Invalid reply token');
    const next = fault.take();
    if (isRefused(next, response)) return;
    replyTokens.delete(replyToken);
    const answer = accept('reply', to, messages);
    if (next?.type !== 'silent') sendJson(response, 200, answer);
  }

  function push(call: Call, response: ServerResponse): void {
    const key = call.headers['x-line-retry-key'];
    const asked = Push.safeParse(jsonOf(call));
    if (!asked.success) return invalid(response, asked.error);
    if (key !== undefined && !uuid.test(String(key)))
      return fail(response, 400, 'Invalid retry key');
    const before = retryKeys.get(String(key));
    if (before !== undefined)
      return sendJson(response, 409, { message: 'The retry key is already accepted', ...before });
    const next = fault.take();
    if (isRefused(next, response)) return;
    const answer = accept('push', asked.data.to, asked.data.messages);
    if (key !== undefined) retryKeys.set(String(key), answer);
    if (next?.type !== 'silent') sendJson(response, 200, answer);
  }

  function isRefused(next: ReturnType<NextFault['take']>, response: ServerResponse): boolean {
    if (next?.type === 'rate')
      fail(
        response,
        429,
        'The API rate limit has been exceeded. Try again later.',
        waitOf(next.retryAfterS),
      );
    if (next?.type === 'refuse') fail(response, 400, 'Failed to send messages');
    return next?.type === 'rate' || next?.type === 'refuse';
  }

  function accept(way: 'reply' | 'push', to: string, messages: readonly SentMessage[]) {
    keep(accepted, { way, messages });
    const sentMessages = messages.map((message) => {
      const id = String(++lastId);
      keep(taken, { address: to, words: wordsOf(message) });
      onShown?.({ address: to, externalId: id, posted: message });
      return { id, quoteToken: 'q' };
    });
    return { sentMessages };
  }

  const request = (events: readonly object[]): RawRequest => signed(events, channelSecret);

  const twin: LineTwin = {
    ...{ base: server.base, channelSecret, channelToken, accepted, isActive: true },
    displayName: 'Ada',
    newReplyToken(address) {
      const token = `nHuyWiB7yP5Zw52FIkcQobQuGDXCTA${replyTokens.size}${lastId}`;
      replyTokens.set(token, address);
      return token;
    },
    request,
    tells: ['message', 'deletion', 'opt-in', 'opt-out'],
    levels: 2,
    saysWhen: true,
    signsTime: false,
    references: 'none',
    names: { address: userOf, message: (_name, id) => String(numberFor(id)) },
    handshake: null,
    queue: null,
    tell: (told, level) =>
      level === 0
        ? told.map((each) => request([eventOf(each)]))
        : [request(told.map((each) => eventOf(each)))],
    tellUnknown: () =>
      request([
        { ...about('beacon', userOf('ada'), 1), beacon: { hwid: 'd41d8cd98f', type: 'enter' } },
      ]),
    taken,
    fail: (next, after) => fault.set(next, after),
    heal: () => fault.clear(),
    stop: () => server.stop(),
    media: {
      closed: true,
      put: (bytes) => files.put(bytes),
      expire: (reference) => files.expire(reference),
    },
  };
  return twin;
}

/** LINE escapes nothing that JSON need not. */
function signed(events: readonly object[], channelSecret: string): RawRequest {
  const body = Buffer.from(JSON.stringify({ destination: userOf('the bot'), events }));
  const signature = createHmac('sha256', channelSecret).update(body).digest('base64');
  return {
    ...{ method: 'POST', url: 'https://talk.example/v1/channels/c1/webhook', query: {} },
    headers: { 'content-type': 'application/json', 'x-line-signature': signature },
    body,
  };
}

function userOf(name: string): string {
  return `U${numberFor(name).toString(16).padStart(32, '0')}`;
}

function about(type: string, userId: string, at: number, of = '') {
  return {
    ...{ type, mode: 'active', timestamp: at, source: { type: 'user', userId } },
    webhookEventId: `01FZ74A0TDDPYRVKNK77${numberFor(`${type} ${userId} ${of}`)}`,
    deliveryContext: { isRedelivery: false },
  };
}

function eventOf(told: Told): object {
  const user = userOf(told.address);
  switch (told.type) {
    case 'message': {
      const { externalId, content } = told;
      const id = String(numberFor(externalId));
      const message = { id, type: 'text', quoteToken: 'q3Plxr4AgKd', text: content.text };
      return { ...about('message', user, told.at, id), replyToken: 'r', message };
    }
    case 'deletion': {
      const messageId = String(numberFor(told.externalId));
      return { ...about('unsend', user, told.at, messageId), unsend: { messageId } };
    }
    case 'opt-in':
      return { ...about('follow', user, told.at), replyToken: 'r', follow: { isUnblocked: false } };
    case 'opt-out':
      return about('unfollow', user, told.at);
    default:
      throw new Error(`LINE does not tell ${told.type}`);
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const secureUrl = z.url({ protocol: /^https$/ }).max(2000);
const Endpoint = z.object({ endpoint: z.url({ protocol: /^https$/ }).max(500) });
const Action = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('postback'),
    label: z.string().min(1).max(20),
    data: z.string().min(1).max(300),
    displayText: z.string().max(300),
  }),
  z.strictObject({ type: z.literal('uri'), label: z.string().min(1).max(20), uri: z.url() }),
]);
const QuickReply = z.strictObject({
  items: z
    .array(z.strictObject({ type: z.literal('action'), action: Action }))
    .min(1)
    .max(13),
});
const FlexText = z.looseObject({ type: z.literal('text'), text: z.string().min(1) });
const FlexButton = z.looseObject({ type: z.literal('button'), action: Action });
const box = <Content extends z.ZodType>(content: Content) =>
  z.looseObject({
    type: z.literal('box'),
    layout: z.literal('vertical'),
    contents: z.array(content).min(1),
  });
const Bubble = z
  .strictObject({
    type: z.literal('bubble'),
    hero: z.looseObject({ type: z.literal('image'), url: secureUrl }).optional(),
    body: box(FlexText),
    footer: box(FlexButton).optional(),
  })
  .refine((bubble) => JSON.stringify(bubble).length <= 30 * 1024, 'a bubble has at most 30 KB');
const Carousel = z
  .strictObject({ type: z.literal('carousel'), contents: z.array(Bubble).min(1).max(12) })
  .refine(
    (carousel) => JSON.stringify(carousel).length <= 50 * 1024,
    'a carousel has at most 50 KB',
  );
const Message = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    text: z.string().min(1).max(5000),
    quickReply: QuickReply.optional(),
  }),
  z.strictObject({
    type: z.literal('image'),
    originalContentUrl: secureUrl,
    previewImageUrl: secureUrl,
  }),
  z.strictObject({
    ...{
      type: z.literal('location'),
      title: z.string().min(1).max(100),
      address: z.string().min(1).max(100),
    },
    ...{ latitude: z.number(), longitude: z.number() },
  }),
  z.strictObject({
    type: z.literal('flex'),
    altText: z.string().min(1).max(1500),
    contents: z.union([Bubble, Carousel]),
  }),
]);
type SentMessage = z.infer<typeof Message>;
const messages = z.array(Message).min(1).max(5);
const Reply = z.strictObject({ replyToken: z.string(), messages });
const Push = z.strictObject({ to: z.string().regex(/^[UCR][0-9a-f]{32}$/), messages });

function wordsOf(message: SentMessage): string {
  switch (message.type) {
    case 'text':
      return message.text;
    case 'image':
      return message.originalContentUrl;
    case 'location':
      return message.title;
    case 'flex':
      return message.altText;
  }
}

function waitOf(seconds: number | null): Readonly<Record<string, string>> {
  return seconds === null ? {} : { 'retry-after': String(seconds) };
}

function invalid(response: ServerResponse, error: z.ZodError): void {
  const details = error.issues.map(({ message, path }) => ({ message, property: path.join('.') }));
  sendJson(response, 400, { message: `The request body has ${details.length} error(s)`, details });
}

function fail(
  response: ServerResponse,
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  sendJson(response, status, { message }, headers);
}

function jsonOf({ body }: Call): unknown {
  return JSON.parse(body.toString('utf8'));
}
