// Answers a carrier that asks what to do with a call: greets the caller and asks for a stream of their
// sound, or says that nobody is there. The conversation begins with the stream, so that whoever hangs up
// during the greeting leaves none behind.
import type { CarrierCall, WebhookAnswer } from '@opportune/core/ports/channel.ts';
import type { AccountLanguages } from '@opportune/protocol/campaign/translations.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { OpenChannel } from '../open-channels.ts';
import { numberOf } from '../sms/phone-number.ts';
import type { TelephoneSide } from './seams.ts';
import type { Tickets } from './tickets.ts';
import { busy, connect, hangUp, say, type Said, twiml } from './twiml.ts';

export interface AnswerParts extends Pick<TelephoneSide, 'isStaffed' | 'refusal'> {
  readonly tickets: Tickets;
  readonly publicUrl: () => string;
  readonly languagesOf: (account: AccountId) => Promise<AccountLanguages | undefined>;
}

export type AnswerCall = (channel: OpenChannel, call: CarrierCall) => Promise<WebhookAnswer>;

export function createAnswerCall(use: AnswerParts): AnswerCall {
  return async (channel, { fields }) => {
    const callSid = fields['CallSid'] ?? '';
    // A request without a call, such as that of a stream, has nothing to be answered.
    if (callSid === '' || callSid.length > 64) return twiml(hangUp);
    const { account, stored } = channel;
    const { id, skill, state } = stored;
    const refused = await use.refusal(account);
    if (refused === 'server.overloaded') return twiml(busy);
    const words = await wordsOf(use, channel);
    const isOpen = refused === null && state !== 'paused' && (await use.isStaffed(account, skill));
    if (!isOpen) return twiml(say(words.away), hangUp);
    const address = addressOf(fields['From'] ?? '', callSid);
    const token = use.tickets.issue({ account, channel: id, callSid, address, skill });
    const url = `${wsUrl(use.publicUrl())}/v1/channels/${id}/stream`;
    return twiml(say(words.greeting), connect({ url, token }));
  };
}

/** Where sockets of a public URL are. */
export function wsUrl(publicUrl: string): string {
  return publicUrl.replace(/^http/, 'ws');
}

/** In the language in which the account writes, because nobody knows that of a caller. */
async function wordsOf(
  { languagesOf }: AnswerParts,
  { account, stored: { greeting, away } }: OpenChannel,
): Promise<{ readonly greeting: Said; readonly away: Said }> {
  const language = (await languagesOf(account))?.written ?? null;
  return { greeting: { text: greeting, language }, away: { text: away, language } };
}

/** Whoever withholds their number is somebody else each time. */
function addressOf(from: string, callSid: string): string {
  const number = numberOf(from);
  return /^\+[1-9][0-9]{6,14}$/.test(number) && !withheld.has(number) ? number : callSid;
}

/** ANONYMOUS, RESTRICTED, BLOCKED, UNAVAILABLE and UNKNOWN, as keys of a telephone. */
const withheld: ReadonlySet<string> = new Set([
  ...['+266696687', '+7378742833', '+2562533', '+86282452253', '+8656696'],
]);
