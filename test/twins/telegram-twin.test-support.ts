// Telegram, as its documentation says that it behaves: https://core.telegram.org/bots/api. Methods
// check their fields and limits, a webhook must have TLS and repeats its secret token, and a file is
// read from a path that expires.
import type { ServerResponse } from 'node:http';
import type { Update } from '@grammyjs/types';
import type { ProviderTwin, Told } from '@opportune/core/contracts/channel.contract.ts';
import type { RawRequest } from '@opportune/core/ports/channel.ts';
import { z } from 'zod';
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

export interface TelegramTwin extends ProviderTwin {
  readonly base: string;
  readonly botToken: string;
  readonly secretToken: string;
  /** Every call, in order, with its fields. */
  readonly calls: readonly TelegramCall[];
  /** A request to the webhook with this update. */
  request(update: Update): RawRequest;
}

export interface TelegramCall {
  readonly method: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export type TelegramSecrets = Pick<TelegramTwin, 'botToken' | 'secretToken'>;
const ofTests: TelegramSecrets = {
  botToken: '4839574812:AAFD39kkdpWt3ywyRZergyOLMaJhac60qcK',
  secretToken: 'A-secret_of-ours',
};

export async function startTelegramTwin({
  secrets = ofTests,
  files = new TwinFiles(),
  onShown,
}: TwinOptions<TelegramSecrets> = {}): Promise<TelegramTwin> {
  const { botToken, secretToken } = secrets;
  const taken: { address: string; words: string }[] = [];
  const calls: TelegramCall[] = [];
  const fault = new NextFault();
  const left = new Set<string>();
  let webhook = '';
  let lastId = 1000;

  const server = await startTwinServer((call, response) => {
    const [, first = '', second = '', ...rest] = call.url.pathname.split('/');
    const isFile = first === 'file';
    const token = isFile ? second : first;
    if (fault.isExpired || token !== `bot${botToken}`) return fail(response, 401, 'Unauthorized');
    if (isFile) {
      const bytes = files.get(rest.join('/'));
      return bytes === null ? fail(response, 404, 'Not Found') : void response.end(bytes);
    }
    void fieldsOf(call, files).then((fields) => {
      keep(calls, { method: second, fields });
      answer(second, fields, response);
    });
  });

  function answer(
    method: string,
    fields: Readonly<Record<string, unknown>>,
    response: ServerResponse,
  ) {
    const done = (result: unknown) => sendJson(response, 200, { ok: true, result });
    switch (method) {
      case 'setWebhook': {
        const asked = Webhook.safeParse(fields);
        if (!asked.success)
          return fail(
            response,
            400,
            'Bad Request: bad webhook: HTTPS URL must be provided for webhook',
          );
        webhook = asked.data.url;
        return done(true);
      }
      case 'getWebhookInfo':
        return done({ url: webhook, has_custom_certificate: false, pending_update_count: 0 });
      case 'getMe':
        return done({
          id: 4839574812,
          is_bot: true,
          first_name: 'Aldermoor',
          username: 'aldermoor_bot',
        });
      case 'getFile': {
        const bytes = files.get(String(fields['file_id']));
        if (bytes === null)
          return fail(
            response,
            400,
            'Bad Request: wrong file_id or the file is temporarily unavailable',
          );
        return done({
          ...{ file_id: fields['file_id'], file_unique_id: 'AQAD' },
          file_size: bytes.length,
          file_path: fields['file_id'],
        });
      }
      case 'leaveChat':
        left.add(String(fields['chat_id']));
        return done(true);
      case 'sendChatAction':
        onShown?.({ address: String(fields['chat_id']), externalId: '', posted: fields });
        return done(true);
      case 'answerCallbackQuery':
        return done(true);
      case 'sendMessage':
      case 'sendPhoto':
      case 'sendDocument':
      case 'sendLocation':
      case 'sendVenue':
        return send(method, fields, response);
      default:
        return fail(response, 404, 'Not Found');
    }
  }

  function send(
    method: keyof typeof sendable,
    fields: Readonly<Record<string, unknown>>,
    response: ServerResponse,
  ) {
    const next = fault.take();
    if (next?.type === 'rate') return tooMany(response, next.retryAfterS);
    if (next?.type === 'refuse')
      return fail(response, 403, 'Forbidden: bot was blocked by the user');
    const message = sendable[method].safeParse(fields);
    if (!message.success)
      return fail(response, 400, `Bad Request: ${message.error.issues[0]?.message}`);
    const chat = Number(message.data.chat_id);
    if (!Number.isSafeInteger(chat)) return fail(response, 400, 'Bad Request: chat not found');
    if (left.has(String(chat)))
      return fail(response, 403, 'Forbidden: bot is not a member of the group chat');
    keep(taken, { address: String(chat), words: wordsOf(fields) });
    onShown?.({ address: String(chat), externalId: String(lastId + 1), posted: fields });
    if (next?.type === 'silent') return;
    const chatOf = { id: chat, type: 'private', first_name: 'Ada' };
    sendJson(response, 200, { ok: true, result: { message_id: ++lastId, date: 0, chat: chatOf } });
  }

  const request = (update: Update): RawRequest => ({
    method: 'POST',
    url: 'https://talk.example/v1/channels/c1/webhook',
    query: {},
    headers: {
      'content-type': 'application/json',
      'x-telegram-bot-api-secret-token': secretToken,
    },
    body: Buffer.from(JSON.stringify(update)),
  });

  return {
    ...{ base: server.base, botToken, secretToken, calls, request },
    tells: ['message', 'edit', 'opt-in', 'opt-out'],
    levels: 1,
    saysWhen: true,
    signsTime: false,
    signsBody: false,
    references: 'none',
    names: {
      address: (name) => String(numberFor(name)),
      message: (name, id) => `${numberFor(name)}:${numberFor(id)}`,
    },
    handshake: null,
    queue: null,
    tell: (told) => told.map((each) => request(updateOf(each))),
    tellUnknown: () =>
      request({
        update_id: 77,
        poll_answer: { poll_id: '1', option_ids: [0], option_persistent_ids: ['0'] },
      }),
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
}

function updateOf(told: Told): Update {
  const { address, at } = told;
  const chat = { id: numberFor(address), type: 'private', first_name: 'Ada' } as const;
  const date = Math.floor(at / 1000);
  const from = { id: chat.id, is_bot: false, first_name: 'Ada' } as const;
  const id = numberFor(`${address} ${told.type} ${'externalId' in told ? told.externalId : ''}`);
  const update_id = id;
  switch (told.type) {
    case 'message': {
      const { externalId, content } = told;
      const message_id = numberFor(externalId);
      return { update_id, message: { message_id, date, chat, from, text: content.text } };
    }
    case 'edit': {
      const message_id = numberFor(told.externalId);
      const edited_message = { message_id, date, edit_date: date, chat, from, text: told.text };
      return { update_id, edited_message };
    }
    case 'opt-in':
    case 'opt-out': {
      const user = { id: 1, is_bot: true, first_name: 'Aldermoor' } as const;
      const member = { status: 'member', user } as const;
      const kicked = { status: 'kicked', user, until_date: 0 } as const;
      const [before, now] = told.type === 'opt-in' ? [kicked, member] : [member, kicked];
      const my_chat_member = { chat, from, date, old_chat_member: before, new_chat_member: now };
      return { update_id, my_chat_member };
    }
    default:
      throw new Error(`Telegram does not tell ${told.type}`);
  }
}

const Webhook = z.object({
  url: z.url({ protocol: /^https$/ }),
  secret_token: z.string().regex(/^[A-Za-z0-9_-]{1,256}$/),
  allowed_updates: z.array(z.string()),
});

const callbackData = z
  .string()
  .refine(
    (data) => Buffer.byteLength(data) >= 1 && Buffer.byteLength(data) <= 64,
    'BUTTON_DATA_INVALID',
  );
const Markup = z
  .object({
    inline_keyboard: z.array(
      z.array(
        z.union([
          z.strictObject({ text: z.string().min(1), callback_data: callbackData }),
          z.strictObject({ text: z.string().min(1), url: z.url('BUTTON_URL_INVALID') }),
        ]),
      ),
    ),
  })
  .refine(({ inline_keyboard: rows }) => rows.flat().length <= 100, 'too many buttons')
  .optional();
const chat_id = z.union([z.string(), z.number()]);
const text = z.string().min(1, 'message text is empty').max(4096, 'message is too long');
const caption = z.string().max(1024, 'message caption is too long').optional();
const place = { latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) };
const sendable = {
  sendMessage: z.strictObject({ chat_id, text, reply_markup: Markup }),
  sendPhoto: z.strictObject({ chat_id, photo: z.string(), caption, reply_markup: Markup }),
  sendDocument: z.strictObject({ chat_id, document: z.string(), caption, reply_markup: Markup }),
  sendLocation: z.strictObject({ chat_id, ...place }),
  sendVenue: z.strictObject({
    chat_id,
    ...place,
    title: z.string().min(1),
    address: z.string().min(1),
  }),
} as const;

function wordsOf(fields: Readonly<Record<string, unknown>>): string {
  const said = [
    fields['text'],
    fields['caption'],
    fields['title'],
    fields['document'],
    fields['photo'],
  ];
  return said.filter((each) => typeof each === 'string').join('\n');
}

/** JSON, or a form in which a file is its name, by which its bytes are kept. */
async function fieldsOf(
  { headers, body }: Call,
  files: TwinFiles,
): Promise<Readonly<Record<string, unknown>>> {
  const type = headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data'))
    return z.record(z.string(), z.unknown()).parse(JSON.parse(body.toString('utf8') || '{}'));
  const fields: Record<string, string> = {};
  for (const [field, value] of await formIn(body, type)) {
    if (typeof value !== 'string') files.put(new Uint8Array(await value.arrayBuffer()), value.name);
    fields[field] = typeof value === 'string' ? value : value.name;
  }
  return fields;
}

function tooMany(response: ServerResponse, seconds: number | null): void {
  const description = `Too Many Requests: retry after ${seconds ?? 'some time'}`;
  const when = seconds === null ? {} : { parameters: { retry_after: seconds } };
  sendJson(response, 429, { ok: false, error_code: 429, description, ...when });
}

function fail(response: ServerResponse, code: number, description: string): void {
  sendJson(response, code, { ok: false, error_code: code, description });
}
