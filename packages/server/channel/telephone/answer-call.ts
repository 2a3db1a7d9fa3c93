// Answers a carrier that asks what to do with a call: greets the caller and asks for a stream of their
// sound, or says that nobody is there. The conversation begins with the stream, so that whoever hangs up
// during the greeting leaves none behind.
import type { CarrierCall, WebhookAnswer } from '@opportune/core/ports/channel.ts';
import type { AccountLanguages } from '@opportune/protocol/campaign/translations.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { languageOf } from '@opportune/words/language.ts';
import { sentIn } from '@opportune/words/sent.ts';
import type { OpenChannel } from '../open-channels.ts';
import type { PlaceOf } from '../provider/test-message.ts';
import { numberOf } from '../sms/phone-number.ts';
import type { TelephoneSide } from './seams.ts';
import type { DialledCalls } from './dialled.ts';
import type { Ticket, Tickets } from './tickets.ts';
import { busy, connect, hangUp, say, type Said, type StreamTo, twiml } from './twiml.ts';

export interface AnswerParts extends Pick<TelephoneSide, 'isStaffed' | 'refusal'> {
  readonly tickets: Tickets;
  readonly publicUrl: () => string;
  /** Calls that we made. */
  readonly dialled: DialledCalls;
  /** Notes what such a call took. */
  readonly settle: (account: AccountId, token: string, seconds: number) => Promise<void>;
  readonly placeOf: PlaceOf;
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
    const { status, dialled: token } = fields;
    if (status !== undefined) return follow(use, account, { ...fields, status });
    if (token !== undefined) return answerDialled(use, channel, { callSid, token });
    const refused = await use.refusal(account);
    if (refused === 'server.overloaded') return twiml(busy);
    const words = await wordsOf(use, channel);
    const isOpen = refused === null && state !== 'paused' && (await use.isStaffed(account, skill));
    if (!isOpen) return twiml(say(words.away), hangUp);
    const address = addressOf(fields['From'] ?? '', callSid);
    const ticket = { account, channel: id, callSid, address, skill, dialled: null };
    return twiml(say(words.greeting), connect(streamOf(use, ticket)));
  };
}

function streamOf({ tickets, publicUrl }: AnswerParts, ticket: Ticket): StreamTo {
  const url = `${wsUrl(publicUrl())}/v1/channels/${ticket.channel}/stream`;
  return { url, token: tickets.issue(ticket) };
}

/** Whom we called has answered. */
function answerDialled(
  use: AnswerParts,
  { account, stored: { id } }: OpenChannel,
  { callSid, token }: { readonly callSid: string; readonly token: string },
): WebhookAnswer {
  const dialled = use.dialled.get(token);
  if (dialled === undefined) return twiml(hangUp);
  const ticket = { account, channel: id, callSid, address: '', skill: null, dialled };
  return twiml(connect(streamOf(use, ticket)));
}

/** A call that we made is over. https://www.twilio.com/docs/voice/api/call-resource, checked 2026-11-26 */
async function follow(
  { dialled, settle }: AnswerParts,
  account: AccountId,
  {
    status,
    CallStatus,
    CallDuration,
  }: Readonly<Record<string, string>> & { readonly status: string },
): Promise<WebhookAnswer> {
  const why = endings[CallStatus ?? ''];
  if (why === undefined) return twiml();
  await settle(account, status, Math.max(0, Math.trunc(Number(CallDuration ?? 0)) || 0));
  void dialled.get(status)?.tell((follower) => follower.over(why));
  dialled.delete(status);
  return twiml();
}

const endings: Readonly<Record<string, 'declined' | 'unanswered' | 'unreachable'>> = {
  completed: 'declined',
  busy: 'declined',
  'no-answer': 'unanswered',
  canceled: 'unanswered',
  failed: 'unreachable',
};

/** Where sockets of a public URL are. */
export function wsUrl(publicUrl: string): string {
  return publicUrl.replace(/^http/, 'ws');
}

/** Its own words are in the language in which the account writes: nobody knows that of a caller. */
async function wordsOf(
  { languagesOf, placeOf }: AnswerParts,
  { account, stored: { greeting, away } }: OpenChannel,
): Promise<{ readonly greeting: Said; readonly away: Said }> {
  const written = (await languagesOf(account))?.written ?? null;
  const { site: business, language } = await placeOf(account, null, null);
  const usual = sentIn(languageOf([language]));
  const said = (own: string, otherwise: string): Said =>
    own === '' ? { text: otherwise, language } : { text: own, language: written ?? language };
  return {
    greeting: said(greeting, usual.callGreeting(business)),
    away: said(away, usual.callAway(business)),
  };
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
