// The WhatsApp Business Platform, as its documentation says that it behaves:
// https://developers.facebook.com/documentation/business-messaging/whatsapp. Messages are checked
// against their limits, webhooks have three lists in each other, and a file is read from an address
// that wants the token.
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
  formIn,
  keep,
  NextFault,
  numberFor,
  sendJson,
  startTwinServer,
  TwinFiles,
  type TwinOptions,
} from './twin-server.test-support.ts';
import { sendable, wordsOf } from './whatsapp-sendable.test-support.ts';

export interface WhatsappTwin extends ProviderTwin {
  readonly base: string;
  readonly settings: {
    readonly appSecret: string;
    readonly verifyToken: string;
    readonly accessToken: string;
    readonly phoneNumberId: string;
    readonly businessAccountId: string;
  };
  /** Every message that was posted, in order, whatever became of it. */
  readonly posted: readonly Readonly<Record<string, unknown>>[];
  /** What is told of the number's webhook. */
  webhook: string | null;
  templates: readonly object[];
  /** It takes messages, and something in between answers with an error. */
  isBroken: boolean;
  /** A signed request with these values of `messages`, of this number unless it is another. */
  request(value: object, phoneNumberId?: string): RawRequest;
}

export interface WhatsappSecrets {
  readonly appSecret: string;
  readonly verifyToken: string;
  readonly accessToken: string;
}
const ofTests: WhatsappSecrets = { appSecret, verifyToken, accessToken: 'EAAJZB4rExampleToken' };
const phoneNumberId = '106540352242922';
const businessAccountId = '102290129340398';

const rate = { status: 400, code: 130429, message: '(#130429) Rate limit hit' };
const refusal = { status: 400, code: 131026, message: '(#131026) Message undeliverable' };
const unsupported = { status: 400, code: 100, subcode: 33, message: 'Unsupported request' };

export async function startWhatsappTwin({
  secrets = ofTests,
  files = new TwinFiles(),
  onShown,
}: TwinOptions<WhatsappSecrets> = {}): Promise<WhatsappTwin> {
  const { accessToken } = secrets;
  const taken: { address: string; words: string }[] = [];
  const posted: Readonly<Record<string, unknown>>[] = [];
  const uploads = new Map<string, string>();
  const fault = new NextFault();
  let lastId = 0;

  const server = await startTwinServer((call, response) => {
    const [, version, first = '', second] = call.url.pathname.split('/');
    const isHeld = call.headers.authorization === `Bearer ${accessToken}`;
    if (fault.isExpired || !isHeld) return sendGraphError(response, expiredToken);
    if (version === 'file') return sendFile(response, first);
    if (!/^v\d+\.\d$/.test(version ?? '')) return sendGraphError(response, unsupported);
    if (first === phoneNumberId && second === 'messages') return message(call, response);
    if (first === phoneNumberId && second === 'media') return void upload(call, response);
    if (first === phoneNumberId) return number(call, response);
    if (first === businessAccountId) return account(call, second, response);
    return media(first, response);
  });

  function sendFile(response: ServerResponse, name: string) {
    const bytes = files.get(name);
    if (bytes !== null) return void response.end(bytes);
    response.writeHead(404).end();
  }

  function media(id: string, response: ServerResponse) {
    const bytes = files.get(id);
    if (bytes === null) return sendGraphError(response, unsupported);
    const about = { mime_type: 'image/jpeg', sha256: '', file_size: String(bytes.length), id };
    sendJson(response, 200, {
      ...{ messaging_product: 'whatsapp', url: `${server.base}/file/${id}` },
      ...about,
    });
  }

  async function upload({ headers, body }: Call, response: ServerResponse) {
    const form = await formIn(body, headers['content-type'] ?? '').catch(() => new FormData());
    const file = form.get('file');
    if (!(file instanceof File) || form.get('messaging_product') !== 'whatsapp')
      return sendGraphError(response, { ...unsupported, message: 'Param file must be a file' });
    const id = String(4490709327384033 + uploads.size);
    uploads.set(id, file.name);
    files.put(new Uint8Array(await file.arrayBuffer()), id);
    sendJson(response, 200, { id });
  }

  function number({ method, body }: Call, response: ServerResponse) {
    if (method === 'POST') {
      const { webhook_configuration: asked } = Override.parse(JSON.parse(body.toString('utf8')));
      if (!asked.override_callback_uri.startsWith('https://'))
        return sendGraphError(response, { status: 400, code: 100, message: httpsOnly });
      twin.webhook = asked.override_callback_uri;
      return sendJson(response, 200, { success: true });
    }
    const configured = twin.webhook === null ? {} : { phone_number: twin.webhook };
    const webhook_configuration = { application: 'https://elsewhere.example/hook', ...configured };
    sendJson(response, 200, {
      id: phoneNumberId,
      verified_name: 'Aldermoor',
      display_phone_number: '+1 555-078-3881',
      webhook_configuration,
    });
  }

  function account({ method, url }: Call, path: string | undefined, response: ServerResponse) {
    if (method === 'POST' && path === 'subscribed_apps')
      return sendJson(response, 200, { success: true });
    if (path !== 'message_templates') return sendGraphError(response, unsupported);
    const limit = Math.min(Number(url.searchParams.get('limit') ?? 25), 2);
    const from = Number(url.searchParams.get('after') ?? 0);
    const to = from + limit;
    const next = to < twin.templates.length ? { next: `${server.base}${url.pathname}` } : {};
    const paging = { cursors: { before: String(from), after: String(to) }, ...next };
    sendJson(response, 200, { data: twin.templates.slice(from, to), paging });
  }

  function message({ body }: Call, response: ServerResponse) {
    const fields = z.record(z.string(), z.unknown()).parse(JSON.parse(body.toString('utf8')));
    keep(posted, fields);
    if (fields['status'] === 'read') {
      onShown?.({ address: '', externalId: '', posted: fields });
      return sendJson(response, 200, { success: true });
    }
    const next = fault.take();
    if (answeredFault(response, next, { rate, refusal })) return;
    const read = sendable.safeParse(fields);
    if (!read.success) {
      const [issue] = read.error.issues;
      const detail = `(#131009) ${issue?.path.join('.')}: ${issue?.message}`;
      return sendGraphError(response, { status: 400, code: 131009, message: detail });
    }
    const { to, recipient } = read.data;
    const address = to ?? recipient ?? '';
    keep(taken, { address, words: wordsOf(read.data, uploads) });
    const externalId = wamidOf(`sent-${++lastId}`);
    onShown?.({ address, externalId, posted: fields });
    if (next?.type === 'silent') return;
    if (twin.isBroken) return void response.writeHead(502).end('<h1>Bad gateway</h1>');
    const contact = to === undefined ? { user_id: recipient } : { wa_id: to };
    sendJson(response, 200, {
      messaging_product: 'whatsapp',
      contacts: [{ input: address, ...contact }],
      messages: [{ id: externalId }],
    });
  }

  const signed = (entries: readonly (readonly Change[])[]): RawRequest =>
    delivered(entries, secrets.appSecret);
  const request = (value: object, id = phoneNumberId): RawRequest =>
    signed([[changeOf([value], id)]]);

  const twin: WhatsappTwin = {
    ...{ base: server.base, posted, request, webhook: null, templates: [], isBroken: false },
    settings: { ...secrets, phoneNumberId, businessAccountId },
    tells: ['message', 'reaction', 'receipt'],
    levels: 4,
    saysWhen: true,
    signsTime: false,
    references: 'told',
    names: { address: userIdOf, message: (_name, id) => wamidOf(id) },
    handshake: metaHandshake,
    queue: null,
    tell: (told, level) => batched(told.map(valueOf), level).map(signed),
    tellUnknown: () => {
      const change = { field: 'account_alerts', value: { alert_type: 'UNKNOWN' } };
      const entry = [{ id: businessAccountId, changes: [change] }];
      return signedByMeta({ object: 'whatsapp_business_account', entry }, secrets.appSecret);
    },
    taken,
    fail: (next, after) => fault.set(next, after),
    heal: () => fault.clear(),
    stop: () => server.stop(),
    media: {
      closed: true,
      put: (bytes) => files.put(bytes, String(Math.trunc(Math.random() * 1e15))),
      expire: (reference) => files.expire(reference),
    },
  };
  return twin;
}

const httpsOnly = '(#100) override_callback_uri must be an https address';
const Override = z.object({
  webhook_configuration: z.strictObject({
    override_callback_uri: z.url(),
    verify_token: z.string().min(1),
  }),
});

/** Values by entry and change: one of each, or as many as the level fills. */
function batched(values: readonly object[], level: number): readonly (readonly Change[])[][] {
  if (level === 0) return values.map((value) => [[changeOf([value])]]);
  if (level === 1) return [values.map((value) => [changeOf([value])])];
  const changes = groupsOf(values, 2).map((group) =>
    level === 3 ? [changeOf(group)] : group.map((value) => changeOf([value])),
  );
  return [changes];
}

type Change = ReturnType<typeof changeOf>;

/** One value with the messages and statuses of all. */
function changeOf(values: readonly object[], id = phoneNumberId) {
  const read = values.map((value) => Value.parse(value));
  const all = (field: keyof z.infer<typeof Value>) => read.flatMap((value) => value[field] ?? []);
  const lists = Object.fromEntries(
    (['contacts', 'messages', 'statuses', 'user_preferences'] as const)
      .map((field) => [field, all(field)] as const)
      .filter(([, list]) => list.length > 0),
  );
  const metadata = { display_phone_number: '15550783881', phone_number_id: id };
  const field = 'user_preferences' in lists ? 'user_preferences' : 'messages';
  return { field, value: { messaging_product: 'whatsapp', metadata, ...lists } };
}

const list = z.array(z.unknown()).optional();
const Value = z.object({ contacts: list, messages: list, statuses: list, user_preferences: list });

function delivered(entries: readonly (readonly Change[])[], secret: string): RawRequest {
  const entry = entries.map((changes) => ({ id: businessAccountId, changes }));
  return signedByMeta({ object: 'whatsapp_business_account', entry }, secret);
}

function aboutOf(name: string, id: string, at: number) {
  const timestamp = String(Math.floor(at / 1000));
  return { from_user_id: userIdOf(name), id: wamidOf(id), timestamp };
}

function valueOf(told: Told): object {
  const { address, at } = told;
  const contacts = [{ profile: { name: nameOf(address) }, user_id: userIdOf(address) }];
  switch (told.type) {
    case 'message': {
      const message = { type: 'text', text: { body: told.content.text } };
      return { contacts, messages: [{ ...aboutOf(address, told.externalId, at), ...message }] };
    }
    case 'reaction': {
      const { reaction: emoji, externalId } = told;
      const reaction = { message_id: wamidOf(externalId), ...(emoji !== null && { emoji }) };
      const message = { type: 'reaction', reaction };
      return { contacts, messages: [{ ...aboutOf(address, `r-${externalId}`, at), ...message }] };
    }
    case 'receipt':
      return { statuses: [statusOf(told)] };
    default:
      throw new Error(`WhatsApp does not tell ${told.type}`);
  }
}

function statusOf(told: Extract<Told, { type: 'receipt' }>): object {
  const { externalId, reference, state, at, address } = told;
  return {
    ...{ id: wamidOf(externalId), status: state, timestamp: String(Math.floor(at / 1000)) },
    recipient_user_id: userIdOf(address),
    ...(reference !== null && { biz_opaque_callback_data: reference }),
    ...(state === 'failed' && {
      errors: [{ code: 131050, title: 'User stopped', error_data: { details: told.detail } }],
    }),
  };
}

function nameOf(address: string): string {
  return address.charAt(0).toUpperCase() + address.slice(1);
}

function userIdOf(name: string): string {
  return `US.${numberFor(name)}`;
}

function wamidOf(id: string): string {
  return `wamid.${Buffer.from(id).toString('base64')}`;
}
