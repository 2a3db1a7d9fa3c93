// Answers a carrier about somebody who calls: greets them, lets them choose by keys if the channel has a
// menu, and asks for a stream of their sound, or says that nobody is there. The conversation begins with
// the stream, so that whoever hangs up before leaves none behind.
import type { CarrierCall, WebhookAnswer } from '@opportune/core/ports/channel.ts';
import type { Telephone } from '@opportune/core/ports/dialling.ts';
import { TelephoneWaiting } from '@opportune/protocol/channel/telephone.ts';
import type { AccountLanguages } from '@opportune/protocol/campaign/translations.ts';
import type { AccountId, SkillId } from '@opportune/protocol/ids.ts';
import { telephoneLimits } from '@opportune/protocol/limits/telephone.ts';
import { languageOf } from '@opportune/words/language.ts';
import { sentIn } from '@opportune/words/sent.ts';
import type { OpenChannel } from '../open-channels.ts';
import type { PlaceOf } from '../provider/test-message.ts';
import { webhookUrlOf } from '../shown-channel.ts';
import { numberOf } from '../sms/phone-number.ts';
import { chosenBy, type Menu, menuOf } from './menu.ts';
import type { TelephoneSide } from './seams.ts';
import type { Taker, Ticket, Tickets } from './tickets.ts';
import type { Leaving } from './voicemail/voicemail-rows.ts';
import type { Voicemails } from './voicemail/voicemails.ts';
import { busy, connect, gather, hangUp, say, type Said, type StreamTo, twiml } from './twiml.ts';

export interface CallerParts extends Pick<
  TelephoneSide,
  'isStaffed' | 'refusal' | 'callIn' | 'begin'
> {
  readonly tickets: Tickets;
  readonly voicemails: Pick<Voicemails, 'isOffered' | 'take'>;
  readonly publicUrl: () => string;
  readonly placeOf: PlaceOf;
  readonly languagesOf: (account: AccountId) => Promise<AccountLanguages | undefined>;
}

export async function answerCaller(
  use: CallerParts,
  channel: OpenChannel,
  { fields, callSid }: { readonly fields: CarrierCall['fields']; readonly callSid: string },
): Promise<WebhookAnswer> {
  const { account, stored } = channel;
  const { id, skill: own, state } = stored;
  const asked = Math.trunc(Number(fields['menu'] ?? 0)) || 0;
  const refused = await use.refusal(account);
  // A call that was answered cannot be busy any more.
  if (refused === 'server.overloaded' && asked === 0) return twiml(busy);
  const { greeting, menu, ...words } = await wordsOf(use, channel);
  const chosen = choice(menu, fields['Digits'] ?? '', asked);
  const skills =
    menu === null || chosen !== 'again' ? [skillOf(chosen, own)] : [own, ...menu.skills.values()];
  const isOpen =
    refused === null && state !== 'paused' && (await isAnyStaffed(use, account, skills));
  const of = whoCalls(channel, {
    from: fields['From'] ?? '',
    callSid,
    skill: skillOf(chosen, own),
  });
  if (!isOpen) return answerAway(use, channel, of, words);
  if (menu !== null && chosen === 'again') {
    const url = `${webhookUrlOf(use.publicUrl(), stored) ?? ''}?menu=${asked + 1}`;
    const said = asked === 0 || menu.words.length === 0 ? [greeting, ...menu.words] : menu.words;
    return twiml(gather(said, { url, seconds: telephoneLimits.menuS }));
  }
  const open: Ticket['open'] = (telephone) => begin(use, account, of, telephone);
  const stream = connect(streamOf(use, { account, channel: id, callSid, open }));
  return twiml(...(asked === 0 ? [say(greeting)] : []), stream);
}

/** Their call waits in the queue. */
async function begin(
  { callIn, begin: beginCall }: CallerParts,
  account: AccountId,
  { channel, address, skill, request }: Leaving,
  telephone: Telephone,
): Promise<Taker | null> {
  const called = await callIn(account, { channel, address, skill, request });
  if ('refused' in called) return null;
  const caller = await beginCall(account, called.record, telephone);
  return typeof caller === 'string' ? null : caller;
}

/** Nobody is there: they may leave a message, if the channel takes some. */
async function answerAway(
  use: CallerParts,
  { account, stored: { id, state, settings } }: OpenChannel,
  of: Leaving,
  { away, voicemail }: Pick<Words, 'away' | 'voicemail'>,
): Promise<WebhookAnswer> {
  const isOn = TelephoneWaiting.safeParse(settings).data?.voicemail === 'on';
  if (!isOn || state === 'paused' || !(await use.voicemails.isOffered(account, of)))
    return twiml(say(away), hangUp);
  const open: Ticket['open'] = (telephone) => use.voicemails.take(account, of, telephone);
  const ticket = { account, channel: id, callSid: of.request, open };
  return twiml(say(voicemail), connect(streamOf(use, ticket)), hangUp);
}

type Choice = ReturnType<typeof chosenBy>;

function choice(menu: Menu | null, digits: string, asked: number): Choice {
  if (menu === null) return { skill: null };
  return asked === 0 ? 'again' : chosenBy(menu, { digits, asked });
}

function skillOf(chosen: Choice, own: SkillId | null): SkillId | null {
  return chosen === 'again' ? own : (chosen.skill ?? own);
}

async function isAnyStaffed(
  { isStaffed }: CallerParts,
  account: AccountId,
  skills: readonly (SkillId | null)[],
): Promise<boolean> {
  const staffed = await Promise.all(skills.map((skill) => isStaffed(account, skill)));
  return staffed.includes(true);
}

/** The stream of a call, with a ticket for it. */
export function streamOf({ tickets, publicUrl }: CallerParts, ticket: Ticket): StreamTo {
  const url = `${wsUrl(publicUrl())}/v1/channels/${ticket.channel}/stream`;
  return { url, token: tickets.issue(ticket) };
}

/** Where sockets of a public URL are. */
export function wsUrl(publicUrl: string): string {
  return publicUrl.replace(/^http/, 'ws');
}

interface Words {
  readonly greeting: Said;
  readonly away: Said;
  /** Before the tone. */
  readonly voicemail: Said;
  readonly menu: Menu | null;
}

/** Its own words are in the language in which the account writes: nobody knows that of a caller. */
async function wordsOf(
  { languagesOf, placeOf }: CallerParts,
  { account, stored: { greeting, away, settings } }: OpenChannel,
): Promise<Words> {
  const written = (await languagesOf(account))?.written ?? null;
  const { site: business, language } = await placeOf(account, null, null);
  const usual = sentIn(languageOf([language]));
  const said = (own: string, otherwise: string): Said =>
    own === '' ? { text: otherwise, language } : { text: own, language: written ?? language };
  return {
    greeting: said(greeting, usual.callGreeting(business)),
    away: said(away, usual.callAway(business)),
    voicemail: said(
      TelephoneWaiting.safeParse(settings).data?.voicemailWords ?? '',
      usual.callVoicemail(business),
    ),
    menu: menuOf(settings, written ?? language),
  };
}

/** Whoever withholds their number is somebody else each time. */
function whoCalls(
  { stored: { id } }: OpenChannel,
  of: { readonly from: string; readonly callSid: string; readonly skill: SkillId | null },
): Leaving {
  const { callSid, skill } = of;
  const number = numberOf(of.from);
  const isWithheld = !/^\+[1-9][0-9]{6,14}$/.test(number) || withheld.has(number);
  return {
    ...{ channel: id, address: isWithheld ? callSid : number, isWithheld },
    ...{ request: callSid, skill },
  };
}

/** ANONYMOUS, RESTRICTED, BLOCKED, UNAVAILABLE and UNKNOWN, as keys of a telephone. */
const withheld: ReadonlySet<string> = new Set([
  ...['+266696687', '+7378742833', '+2562533', '+86282452253', '+8656696'],
]);
