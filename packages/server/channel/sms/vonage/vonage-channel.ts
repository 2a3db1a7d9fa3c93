// A number at Vonage, over the Messages API. Vonage answers no words by itself, so whoever asks for help
// is answered here. All numbers of an application share its webhook.
import { createPrivateKey, type KeyObject } from 'node:crypto';
import type {
  Checked,
  Fetched,
  Item,
  MediaBounds,
  Opened,
  RawRequest,
  StoredChannel,
  Verified,
} from '@opportune/core/ports/channel.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { SmsSettings } from '@opportune/protocol/channel/sms.ts';
import { channelLimits } from '@opportune/protocol/limits/channels.ts';
import { fetchFile } from '../../provider/fetch-file.ts';
import { jsonOf } from '../../provider/json-of.ts';
import type { Reach } from '../../reach.ts';
import { numberOf } from '../phone-number.ts';
import { smsCapabilities, vonageRates } from '../sms-capabilities.ts';
import { type HelpWords, wishOf } from '../sms-words.ts';
import { sendText, sendVonage } from './send-vonage.ts';
import { bearerOf, postVonage, type VonageNumber } from './vonage-api.ts';
import { VonageBody, vonageItems } from './vonage-items.ts';
import { isSignedByVonage } from './vonage-token.ts';

const withinMs = 10_000;

/** Null: the private key cannot be read. */
export function openVonage(
  { account, capabilities, webhookUrl }: Omit<StoredChannel, 'settings' | 'secret'>,
  settings: SmsSettings,
  {
    reach,
    clock,
    helpWords,
  }: { readonly reach: Reach; readonly clock: Clock; readonly helpWords: HelpWords },
): Opened | null {
  const { apiBase, number, applicationId = '', apiKey = '', signatureSecret = '' } = settings;
  const key = keyOf(settings.privateKey ?? '');
  if (key === null) return null;
  const at: VonageNumber = {
    ...{ reach, clock, base: apiBase ?? 'https://api.nexmo.com', applicationId, key },
    ...{ number: numberOf(number), webhookUrl: webhookUrl ?? null },
  };
  return {
    capabilities: capabilities ?? smsCapabilities('vonage'),
    rates: vonageRates,
    requestBytes: channelLimits.requestBytes,
    route: at.number,
    signedWith: signatureSecret,
    verify: (request) => verify(request, { apiKey, signatureSecret }),
    items: vonageItems,
    send: (order) => sendVonage(at, order),
    fetchMedia: (reference, bounds) => fetchMedia(at, reference, bounds),
    check: () => check(at),
    acknowledge: (item) => answerHelp(at, item, () => helpWords(account)),
  };
}

function keyOf(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}

const taken = { status: 200, contentType: 'application/json', body: '{}' } as const;

/** Vonage says that an error of its own may leave a request unsigned, and that it repeats it. */
function verify(
  { headers, body }: RawRequest,
  credentials: { readonly apiKey: string; readonly signatureSecret: string },
): Verified {
  if (!isSignedByVonage(headers['authorization'] ?? '', body, credentials))
    return { type: 'refused', why: 'signature' };
  const raw = Buffer.from(body).toString('utf8');
  const of = VonageBody.safeParse(jsonOf(raw)).data;
  const route = of === undefined ? null : numberOf(of.number);
  return { type: 'entries', entries: [{ route, raw }], answer: taken };
}

/**
 * A message without content: Vonage says that it is invalid if the credentials hold, and sends
 * nothing. Where Vonage sends to is known to its dashboard alone.
 */
async function check(at: VonageNumber): Promise<Checked> {
  const asked = await postVonage(at, {}, withinMs);
  if (asked.type === 'invalid' || asked.type === 'ok') return { type: 'connected' };
  return asked.type === 'refused' || asked.type === 'uncertain'
    ? { type: 'unreachable', detail: asked.detail }
    : asked;
}

/** The token goes to Vonage alone, whatever address was named. */
async function fetchMedia(
  at: VonageNumber,
  reference: string,
  bounds: MediaBounds,
): Promise<Fetched> {
  const url = URL.parse(reference);
  if (url === null) return { type: 'gone' };
  const isOwn =
    url.origin === new URL(at.base).origin ||
    (url.protocol === 'https:' && /(^|\.)(nexmo|vonage)\.com$/.test(url.hostname));
  return fetchFile(at.reach, url.href, isOwn ? { authorization: bearerOf(at) } : {}, bounds);
}

async function answerHelp(
  at: VonageNumber,
  item: Item,
  words: () => Promise<string>,
): Promise<void> {
  if (item.type !== 'message' || wishOf(item.content.text) !== 'help') return;
  const { address, externalId } = item;
  const text = await words();
  await sendText(at, { address, reference: `help.${externalId}`, text }, withinMs);
}
