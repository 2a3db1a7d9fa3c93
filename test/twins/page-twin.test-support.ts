// Messenger and Instagram, as their documentation says that they behave:
// https://developers.facebook.com/documentation/business-messaging/messenger-platform and
// https://developers.facebook.com/documentation/instagram-platform. Messages are checked against
// their limits, a late one needs a tag, and what a page sends comes back as an echo.
import type { ServerResponse } from 'node:http';
import type { ProviderTwin, Told } from '@opportune/core/contracts/channel.contract.ts';
import type { RawRequest } from '@opportune/core/ports/channel.ts';
import { z } from 'zod';
import {
  answeredFault,
  appSecret,
  expiredToken,
  groupsOf,
  metaHandshake,
  sendGraphError,
  signedByMeta,
  verifyToken,
} from './meta-twin.test-support.ts';
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

export type PageProduct = 'messenger' | 'instagram';

export interface PageTwin extends ProviderTwin {
  readonly base: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Every message and signal that was posted, in order, whatever became of it. */
  readonly posted: readonly Readonly<Record<string, unknown>>[];
  /** Fields to which the app was subscribed last. */
  subscribed: string | null;
  /** A signed request with these events of the page, or of another. */
  request(
    events: readonly object[],
    of?: { readonly list?: 'messaging' | 'standby'; readonly id?: string },
  ): RawRequest;
  /** The event of something that happened. */
  eventOf(told: Told): object;
  /** Whether it routes conversations: then an app may take one, and else it may ask for one. */
  routes: boolean;
  /** Gives the conversation with somebody to another app. Null: it is idle, and whoever writes has it. */
  give(address: string, app: string | null): void;
  /** Every act on the control of a conversation that was accepted, in order. */
  readonly controls: readonly (Controlling & { readonly edge: string })[];
}

type Controlling = z.infer<typeof Controlling>;

export interface PageSecrets {
  readonly appSecret: string;
  readonly verifyToken: string;
  readonly token: string;
}
const ofTests: PageSecrets = { appSecret, verifyToken, token: 'EAAPageExampleToken' };
const ids = { messenger: '210987654321', instagram: '17841405793187218' } as const;
const objects = { messenger: 'page', instagram: 'instagram' } as const;
const rate = {
  status: 400,
  code: 613,
  message: '(#613) Calls to this API have exceeded the limit',
};
const refusal = {
  ...{ status: 400, code: 551 },
  message: "(#551) This person isn't available right now.",
};
// https://developers.facebook.com/documentation/business-messaging/messenger-platform/conversation-routing
// and https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/conversation-routing/apis,
// checked 2026-11-26
const heldElsewhere = {
  ...{ status: 400, code: 10, subcode: 2018300 },
  message: '(#10) Message failed to send because another app is controlling this thread now.',
};
const notRouted = {
  ...{ status: 400, code: 27 },
  message: '(#27) Take thread control is not supported when Conversation Routing is not enabled',
};
const routed = {
  ...{ status: 400, code: 27 },
  message: '(#27) Request thread control is not supported when Conversation Routing is enabled',
};
const edges = ['take_thread_control', 'request_thread_control', 'pass_thread_control'];

const unsupported = { status: 400, code: 100, subcode: 33, message: 'Unsupported request' };

export async function startPageTwin(
  product: PageProduct,
  { secrets = ofTests, files = new TwinFiles(), onShown }: TwinOptions<PageSecrets> = {},
): Promise<PageTwin> {
  const { token } = secrets;
  const taken: { address: string; words: string }[] = [];
  const posted: Readonly<Record<string, unknown>>[] = [];
  const fault = new NextFault();
  const id = ids[product];
  /** Who has a conversation that this app does not have. */
  const held = new Map<string, string>();
  const controls: (Controlling & { edge: string })[] = [];
  let lastId = 0;

  const server = await startTwinServer((call, response) => {
    const [, version, first = '', second] = call.url.pathname.split('/');
    if (version === 'cdn') return sendFile(response, first);
    const isHeld = call.headers.authorization === `Bearer ${token}`;
    if (fault.isExpired || !isHeld) return sendGraphError(response, expiredToken);
    if (!/^v\d+\.\d$/.test(version ?? '')) return sendGraphError(response, unsupported);
    if (first === id && second === 'messages') return message(call, response);
    if (first === id && edges.includes(second ?? ''))
      return control(call, response, String(second));
    if (first === id && second === 'subscribed_apps') {
      twin.subscribed = call.url.searchParams.get('subscribed_fields');
      return sendJson(response, 200, { success: true });
    }
    if (first === id && second === undefined) return named(call, response);
    if (second === undefined) return sendJson(response, 200, { name: 'Ada Lindqvist', id: first });
    return sendGraphError(response, unsupported);
  });

  function control({ body }: Call, response: ServerResponse, edge: string) {
    const read = Controlling.safeParse(JSON.parse(body.toString('utf8')));
    const isPassed = edge === 'pass_thread_control';
    if (!read.success || (read.data.target_app_id !== undefined) !== isPassed)
      return sendGraphError(response, {
        status: 400,
        code: 100,
        message: '(#100) Invalid parameter',
      });
    if (edge === 'take_thread_control' && !twin.routes) return sendGraphError(response, notRouted);
    if (edge === 'request_thread_control' && twin.routes) return sendGraphError(response, routed);
    const { recipient: to, target_app_id: app } = read.data;
    if (isPassed && held.has(to.id)) return sendGraphError(response, heldElsewhere);
    if (app !== undefined) held.set(to.id, app);
    if (edge === 'take_thread_control') held.delete(to.id);
    keep(controls, { ...read.data, edge });
    sendJson(response, 200, { success: true });
  }

  /** The page or account itself. Only Instagram knows user names. */
  function named({ url }: Call, response: ServerResponse) {
    const fields = url.searchParams.get('fields') ?? '';
    const own = { username: 'aldermoor.shop' };
    const told = fields.startsWith('instagram_business_account{')
      ? { instagram_business_account: { ...own, id: '17841' } }
      : own;
    sendJson(response, 200, { id, ...(product === 'instagram' && told) });
  }

  function sendFile(response: ServerResponse, name: string) {
    const bytes = files.get(name);
    if (bytes !== null) return void response.end(bytes);
    response.writeHead(403).end('URL signature expired');
  }

  function message({ body }: Call, response: ServerResponse) {
    const fields = z.record(z.string(), z.unknown()).parse(JSON.parse(body.toString('utf8')));
    keep(posted, fields);
    if (Action.safeParse(fields).success) {
      onShown?.({ address: Object(fields['recipient']).id, externalId: '', posted: fields });
      return sendJson(response, 200, { recipient_id: Object(fields['recipient']).id });
    }
    const next = fault.take();
    if (answeredFault(response, next, { rate, refusal })) return;
    const read = sendable(product).safeParse(fields);
    if (!read.success) {
      const [issue] = read.error.issues;
      const detail = `(#100) ${issue?.path.join('.')}: ${issue?.message}`;
      return sendGraphError(response, { status: 400, code: 100, message: detail });
    }
    const { recipient, message: said } = read.data;
    if (held.has(recipient.id)) return sendGraphError(response, heldElsewhere);
    keep(taken, { address: recipient.id, words: wordsOf(said) });
    const message_id = `m_${product}_${++lastId}`;
    onShown?.({ address: recipient.id, externalId: message_id, posted: said });
    if (next?.type === 'silent') return;
    sendJson(response, 200, { recipient_id: recipient.id, message_id });
  }

  const delivered = (
    batches: readonly (readonly object[])[],
    { list = 'messaging', id: of = id }: { list?: string; id?: string } = {},
  ): RawRequest => {
    const entry = batches.map((events) => ({ id: of, time: 1_764_000_000_000, [list]: events }));
    return signedByMeta({ object: objects[product], entry }, secrets.appSecret);
  };
  const eventOf = (told: Told): object => eventFrom(id, told);

  const kept = { verifyToken: secrets.verifyToken };
  const twin: PageTwin = {
    ...{ base: server.base, posted, subscribed: null, eventOf, controls, routes: false },
    give(address, app) {
      const person = String(numberFor(address));
      if (app === null) held.delete(person);
      else held.set(person, app);
    },
    settings:
      product === 'messenger'
        ? { ...kept, appSecret: secrets.appSecret, pageToken: token, pageId: id }
        : { ...kept, instagramAppSecret: secrets.appSecret, userToken: token, userId: id },
    request: (events, of) => delivered([events], of),
    tells:
      product === 'messenger'
        ? ['message', 'echo', 'edit', 'reaction', 'watermark']
        : ['message', 'deletion', 'reaction'],
    levels: 3,
    saysWhen: true,
    signsTime: false,
    references: 'none',
    names: { address: (name) => String(numberFor(name)), message: (_name, of) => midOf(of) },
    handshake: metaHandshake,
    queue: null,
    tell(told, level) {
      const events = told.map(eventOf);
      if (level === 0) return events.map((event) => delivered([[event]]));
      return [delivered(groupsOf(events, level === 1 ? 1 : 3))];
    },
    tellUnknown: () =>
      delivered([[{ sender: { id: '1' }, recipient: { id }, timestamp: 1, hologram: {} }]]),
    taken,
    fail: (next, after) => fault.set(next, after),
    heal: () => fault.clear(),
    stop: () => server.stop(),
    media: {
      closed: false,
      put: (bytes) => `${server.base}/cdn/${files.put(bytes)}`,
      expire: (reference) => files.expire(reference.split('/').at(-1) ?? ''),
    },
  };
  return twin;
}

function eventFrom(page: string, told: Told): object {
  const { address, at } = told;
  const person = { id: String(numberFor(address)) };
  const toUs = { sender: person, recipient: { id: page }, timestamp: at };
  switch (told.type) {
    case 'message':
      return { ...toUs, message: { mid: midOf(told.externalId), text: told.content.text } };
    case 'echo': {
      const { externalId, reference, content } = told;
      const said = { mid: midOf(externalId), text: content.text, is_echo: true, app_id: 1 };
      const metadata = reference === null ? {} : { metadata: reference };
      return {
        ...toUs,
        sender: { id: page },
        recipient: person,
        message: { ...said, ...metadata },
      };
    }
    case 'edit':
      return {
        ...toUs,
        message_edit: { mid: midOf(told.externalId), text: told.text, num_edit: 1 },
      };
    case 'deletion':
      return { ...toUs, message: { mid: midOf(told.externalId), is_deleted: true } };
    case 'reaction': {
      const { externalId, reaction: emoji } = told;
      const action = emoji === null ? 'unreact' : 'react';
      const reaction = { mid: midOf(externalId), action, ...(emoji !== null && { emoji }) };
      return { ...toUs, reaction };
    }
    case 'watermark':
      return told.state === 'read'
        ? { ...toUs, read: { watermark: told.until } }
        : { ...toUs, delivery: { mids: [], watermark: told.until } };
    default:
      throw new Error(`It does not tell ${told.type}`);
  }
}

function midOf(id: string): string {
  return `m_${Buffer.from(id).toString('base64url')}`;
}

const recipient = z.strictObject({ id: z.string().regex(/^\d+$/) });
const Action = z.strictObject({
  recipient,
  sender_action: z.enum(['typing_on', 'typing_off', 'mark_seen']),
});
const Controlling = z.strictObject({
  recipient,
  target_app_id: z.string().regex(/^\d+$/).optional(),
  metadata: z.string().max(1000).optional(),
});
const title = z.string().min(1).max(20);
const Button = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('postback'), title, payload: z.string().min(1).max(1000) }),
  z.strictObject({ type: z.literal('web_url'), title, url: z.url() }),
]);
const buttons = z.array(Button).min(1).max(3);
const Element = z.strictObject({
  title: z.string().min(1).max(80),
  subtitle: z.string().min(1).max(80).optional(),
  image_url: z.url().optional(),
  buttons: buttons.optional(),
});
const template = z.discriminatedUnion('template_type', [
  z.strictObject({
    ...{ template_type: z.literal('button'), text: z.string().min(1).max(640), buttons },
  }),
  z.strictObject({
    ...{ template_type: z.literal('generic'), elements: z.array(Element).min(1).max(10) },
  }),
]);
const attachment = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('template'), payload: template }),
  z.strictObject({
    type: z.enum(['image', 'video', 'audio', 'file']),
    payload: z.strictObject({ url: z.url() }),
  }),
]);
const quick = z.strictObject({
  content_type: z.literal('text'),
  title,
  payload: z.string().min(1),
});

function sendable(product: PageProduct) {
  const fits = (text: string) =>
    product === 'messenger' ? text.length <= 2000 : Buffer.byteLength(text) <= 1000;
  const message = z
    .strictObject({
      text: z.string().min(1).refine(fits, 'too long').optional(),
      quick_replies: z.array(quick).min(1).max(13).optional(),
      attachment: attachment.optional(),
      metadata: product === 'messenger' ? z.string().max(1000).optional() : z.never().optional(),
    })
    .refine(
      (said) => (said.text === undefined) !== (said.attachment === undefined),
      'text or more',
    );
  return z.discriminatedUnion('messaging_type', [
    z.strictObject({ recipient, message, messaging_type: z.literal('RESPONSE') }),
    z.strictObject({
      ...{ recipient, message, messaging_type: z.literal('MESSAGE_TAG') },
      tag: z.literal('HUMAN_AGENT'),
    }),
  ]);
}

type Said = z.infer<ReturnType<typeof sendable>>['message'];

/** What its reader sees of it. */
function wordsOf({ text, attachment: carried }: Said): string {
  if (carried?.type === 'template')
    return carried.payload.template_type === 'button'
      ? carried.payload.text
      : carried.payload.elements.map((element) => element.title).join('\n');
  // The name is at the end of the link.
  return text ?? carried?.payload.url ?? '';
}
