// Twilio's Programmable Messaging, as its documentation says that it behaves:
// https://www.twilio.com/docs/messaging/api/message-resource, /docs/usage/webhooks/webhooks-security.
// Requests are forms, signed over their URL and fields, and calls check what they are given.
import { createHash, createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { ProviderTwin, Told } from '@opportune/core/contracts/channel.contract.ts';
import type { RawRequest } from '@opportune/core/ports/channel.ts';
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

export interface TwilioTwin extends ProviderTwin {
  readonly base: string;
  readonly accountSid: string;
  readonly authToken: string;
  readonly number: string;
  /** What was accepted, with all of its fields. */
  readonly accepted: readonly URLSearchParams[];
  /** The id of the newest. */
  readonly lastSid: string;
  /** Where the number sends what comes in, as it was told. */
  readonly smsUrl: string;
  /** Whether the account has the number. */
  hasNumber: boolean;
  /** What another host than Twilio’s was asked for, with the credentials that it saw. */
  readonly elsewhere: readonly (string | undefined)[];
  /** A signed request to this address. */
  request(url: string, fields: Readonly<Record<string, string>>): RawRequest;
  /**
   * What somebody writes. Words that end messages, begin them or ask for help are obeyed and answered, as
   * Twilio does unless an account has words of its own.
   */
  hears(from: string, id: string, fields: Readonly<Record<string, string>>): RawRequest;
  /** A message from somebody, as Twilio posts it. */
  incoming(from: string, id: string, fields: Readonly<Record<string, string>>): RawRequest;
  /** The URL at which the channel is told, once a server has one. */
  webhookUrl: string;
}

export type TwilioSecrets = Pick<TwilioTwin, 'accountSid' | 'authToken' | 'number'>;
const ofTests: TwilioSecrets = {
  accountSid: 'AC0123456789abcdef0123456789abcdef',
  authToken: '8f1d2c3b4a5968778695a4b3c2d1e0f9',
  number: '+15017122661',
};

export async function startTwilioTwin({
  secrets = ofTests,
  files = new TwinFiles(),
  onShown,
}: TwinOptions<TwilioSecrets> = {}): Promise<TwilioTwin> {
  const { accountSid, authToken, number } = secrets;
  const taken: { address: string; words: string }[] = [];
  const accepted: URLSearchParams[] = [];
  const elsewhere: (string | undefined)[] = [];
  const stopped = new Set<string>();
  const fault = new NextFault();
  let smsUrl = '';
  let sent = 0;

  const server = await startTwinServer((call, response) => {
    const { pathname } = call.url;
    if (pathname.startsWith('/s3/')) {
      keep(elsewhere, call.headers.authorization);
      const bytes = files.get(pathname.slice('/s3/'.length));
      return bytes === null ? void response.writeHead(404).end() : void response.end(bytes);
    }
    const basic = Buffer.from(`${accountSid}:${authToken}`).toString('base64');
    if (fault.isExpired || call.headers.authorization !== `Basic ${basic}`)
      return fail(response, 401, 20003, 'Authenticate');
    const path = pathname.replace(`/2010-04-01/Accounts/${accountSid}/`, '');
    const media = /^Messages\/MM[0-9a-f]{32}\/Media\/(.+)$/.exec(path)?.[1];
    if (media !== undefined) {
      if (files.get(media) === null) return fail(response, 404, 20404, 'Not found');
      return void response.writeHead(307, { location: `${server.base}/s3/${media}` }).end();
    }
    switch (`${call.method} ${path}`) {
      case 'POST Messages.json':
        return create(call, response);
      case 'GET IncomingPhoneNumbers.json': {
        const isOurs = twin.hasNumber && call.url.searchParams.get('PhoneNumber') === number;
        const found = isOurs ? [{ sid: numberSid, phone_number: number, sms_url: smsUrl }] : [];
        return sendJson(response, 200, { incoming_phone_numbers: found, page: 0 });
      }
      case `POST IncomingPhoneNumbers/${numberSid}.json`: {
        const form = new URLSearchParams(call.body.toString('utf8'));
        if (!URL.canParse(form.get('SmsUrl') ?? ''))
          return fail(response, 400, 21502, 'Url is not a valid url');
        smsUrl = form.get('SmsUrl') ?? '';
        return sendJson(response, 200, { sid: numberSid, sms_url: smsUrl });
      }
      default:
        return fail(response, 404, 20404, `The requested resource ${pathname} was not found`);
    }
  });

  function create(call: Call, response: ServerResponse): void {
    if (call.headers['content-type'] !== 'application/x-www-form-urlencoded')
      return fail(response, 400, 20001, 'Unsupported content type');
    const form = new URLSearchParams(call.body.toString('utf8'));
    const wrong = wrongIn(form, number);
    if (wrong !== null) return fail(response, 400, ...wrong);
    const next = fault.take();
    if (next?.type === 'rate')
      return fail(response, 429, 20429, 'Too Many Requests', waitOf(next.retryAfterS));
    const to = form.get('To') ?? '';
    if (next?.type === 'refuse' || stopped.has(to))
      return fail(response, 400, 21610, 'Attempt to send to unsubscribed recipient');
    keep(accepted, form);
    keep(taken, { address: to, words: form.get('Body') ?? form.getAll('MediaUrl').join('\n') });
    if (next?.type === 'silent') return;
    sent += 1;
    const sid = sidOf('SM', `sent ${sent}`);
    show(to, sid, form);
    sendJson(response, 201, { sid, status: 'queued', to, from: number, error_code: null });
  }

  function show(address: string, externalId: string, form: URLSearchParams): void {
    const [picture] = form.getAll('MediaUrl');
    onShown?.({ address, externalId, posted: { ...Object.fromEntries(form), MediaUrl: picture } });
  }

  function hears(from: string, id: string, fields: Readonly<Record<string, string>>): RawRequest {
    const address = phoneOf(from);
    const word = (fields['Body'] ?? '').trim().toUpperCase();
    const obeyed = obeyedWords.find(({ words }) => words.includes(word));
    if (obeyed?.wish === 'stop') stopped.add(address);
    if (obeyed?.wish === 'start') stopped.delete(address);
    if (obeyed !== undefined)
      show(address, sidOf('SM', `answer ${id}`), new URLSearchParams({ Body: obeyed.answer }));
    return incoming(from, id, fields);
  }

  const request: TwilioTwin['request'] = (url, fields) => signed(url, fields, authToken);

  const twin: TwilioTwin = {
    ...{ base: server.base, accountSid, authToken, number, accepted, elsewhere, hasNumber: true },
    webhookUrl: 'https://talk.example/v1/channels/c1/webhook',
    get lastSid() {
      return sidOf('SM', `sent ${sent}`);
    },
    get smsUrl() {
      return smsUrl;
    },
    request,
    hears,
    incoming,
    // Whoever opts out says so in a message.
    tells: ['message', 'receipt'],
    levels: 1,
    saysWhen: true,
    signsTime: false,
    references: 'told',
    names: { address: phoneOf, message: (_name, id) => sidOf('SM', id) },
    handshake: null,
    queue: null,
    tell: (told) => told.map(requestOf),
    tellUnknown: () =>
      request(twin.webhookUrl, {
        ...{
          MessageSid: sidOf('SM', 'x'),
          AccountSid: accountSid,
          MessageStatus: 'partially_seen',
        },
        ...{ To: phoneOf('ada'), From: number },
      }),
    taken,
    fail: (next, after) => fault.set(next, after),
    heal: () => fault.clear(),
    stop: () => server.stop(),
    media: {
      closed: false,
      put: (bytes) =>
        `${server.base}/2010-04-01/Accounts/${accountSid}/Messages/${sidOf('MM', 'in')}/Media/${files.put(bytes)}`,
      expire: (reference) => files.expire(reference.split('/').at(-1) ?? ''),
    },
  };

  function incoming(from: string, id: string, fields: Readonly<Record<string, string>>) {
    const sid = sidOf('SM', id);
    return request(twin.webhookUrl, {
      ...{ ToCountry: 'US', ToState: '', SmsMessageSid: sid, NumMedia: '0', SmsSid: sid },
      ...{ SmsStatus: 'received', To: number, MessageSid: sid },
      NumSegments: String(segmentsOf(fields['Body'] ?? '')),
      ...{ AccountSid: accountSid, From: phoneOf(from), ApiVersion: '2010-04-01', ...fields },
    });
  }

  function requestOf(told: Told): RawRequest {
    switch (told.type) {
      case 'message':
        return incoming(told.address, told.externalId, { Body: told.content.text });
      case 'receipt': {
        const sid = sidOf('SM', told.externalId);
        const url = `${twin.webhookUrl}?reference=${told.reference ?? ''}`;
        const failed = told.state === 'failed' && { ErrorCode: '21610', ErrorMessage: told.detail };
        return request(told.reference === null ? twin.webhookUrl : url, {
          ...{ SmsSid: sid, SmsStatus: statusOf(told.state), MessageStatus: statusOf(told.state) },
          ...{ To: phoneOf(told.address), MessageSid: sid, AccountSid: accountSid, From: number },
          ...{ ApiVersion: '2010-04-01', ...failed },
        });
      }
      default:
        throw new Error(`Twilio does not tell ${told.type}`);
    }
  }
  return twin;
}

const numberSid = 'PN0123456789abcdef0123456789abcdef';

/** https://help.twilio.com/articles/223134027, checked 2026-11-26 */
const obeyedWords: readonly {
  readonly wish: 'stop' | 'start' | 'help';
  readonly words: readonly string[];
  readonly answer: string;
}[] = [
  {
    wish: 'stop',
    words: ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'],
    answer:
      'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.',
  },
  {
    wish: 'start',
    words: ['START', 'YES', 'UNSTOP'],
    answer:
      'You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
  },
  {
    wish: 'help',
    words: ['HELP', 'INFO'],
    answer: 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
  },
];

const gsm7 = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Behind an escape, so that each counts twice. */
const gsm7Extension = new Set('^{}\\[~]|€\f');

/** https://www.twilio.com/docs/glossary/what-sms-character-limit, checked 2026-11-26 */
export function segmentsOf(text: string): number {
  const signs = [...text];
  const isGsm = signs.every((sign) => gsm7.has(sign) || gsm7Extension.has(sign));
  const [whole, part] = isGsm ? [160, 153] : [70, 67];
  const length = isGsm
    ? signs.length + signs.filter((sign) => gsm7Extension.has(sign)).length
    : text.length;
  return length <= whole ? 1 : Math.ceil(length / part);
}

/** Over the URL that is called, without its fragment, which no client sends. */
function signed(
  url: string,
  fields: Readonly<Record<string, string>>,
  authToken: string,
): RawRequest {
  const sorted = Object.entries(fields).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const signature = createHmac('sha1', authToken)
    .update(url + sorted.map(([name, value]) => name + value).join(''))
    .digest('base64');
  return {
    ...{ method: 'POST', url, query: Object.fromEntries(new URL(url).searchParams) },
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': signature,
      'i-twilio-idempotency-token': '5d1a2b3c',
    },
    body: Buffer.from(new URLSearchParams(fields).toString()),
  };
}

function statusOf(state: string): string {
  return state === 'failed' ? 'undelivered' : state;
}

function phoneOf(name: string): string {
  return `+1555${String(numberFor(name) % 10_000_000).padStart(7, '0')}`;
}

function sidOf(kind: string, name: string): string {
  return kind + createHash('md5').update(name).digest('hex');
}

/** https://www.twilio.com/docs/api/errors */
function wrongIn(form: URLSearchParams, number: string): readonly [number, string] | null {
  const allowed = ['To', 'From', 'Body', 'MediaUrl', 'StatusCallback'];
  const strange = [...form.keys()].find((name) => !allowed.includes(name));
  if (strange !== undefined) throw new Error(`Messages.json has no field ${strange}`);
  if (!/^\+[1-9][0-9]{6,14}$/.test(form.get('To') ?? ''))
    return [21211, `The 'To' number ${form.get('To')} is not a valid phone number.`];
  if (form.get('From') !== number) return [21606, 'The From phone number is not a valid number'];
  const body = form.get('Body');
  const media = form.getAll('MediaUrl');
  if ((body ?? '') === '' && media.length === 0) return [21602, 'Message body is required.'];
  if ((body ?? '').length > 1600)
    return [21617, 'The concatenated message body exceeds the 1600 character limit.'];
  if (media.length > 10 || media.some((url) => !/^https?:\/\//.test(url)))
    return [21620, 'Invalid media URL(s)'];
  const callback = form.get('StatusCallback');
  return callback === null || URL.canParse(callback) ? null : [21609, 'Invalid StatusCallback URL'];
}

function waitOf(seconds: number | null): Readonly<Record<string, string>> {
  return seconds === null ? {} : { 'retry-after': String(seconds) };
}

function fail(
  response: ServerResponse,
  status: number,
  code: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const more_info = `https://www.twilio.com/docs/errors/${code}`;
  sendJson(response, status, { code, message, more_info, status }, headers);
}
