// Answers a carrier about somebody who calls: greets them, lets them choose by keys if the channel has a
// menu, and asks for a stream of their sound, or says that nobody is there. The conversation begins with
// the stream, so that whoever hangs up before leaves none behind.
import type { CarrierCall, WebhookAnswer } from '@opportune/core/ports/channel.ts';
import type { AccountId, SkillId } from '@opportune/protocol/ids.ts';
import { telephoneLimits } from '@opportune/protocol/limits/telephone.ts';
import type { OpenChannel } from '../../open-channels.ts';
import { webhookUrlOf } from '../../shown-channel.ts';
import type { TelephoneSide } from '../seams.ts';
import { tellOfRecording, type ToldParts } from '../recorded/told.ts';
import { busy, gather, redirect, say, twiml } from '../twiml.ts';
import { beginWaiting, type BeginParts } from '../waiting/begin-waiting.ts';
import { answerAway, type AwayParts } from './answer-away.ts';
import { streamOf, whoCalls } from './caller.ts';
import { wordsOf } from './caller-words.ts';
import { chosenBy, type Menu } from './menu.ts';

export interface CallerParts
  extends Pick<TelephoneSide, 'isStaffed' | 'refusal'>, AwayParts, BeginParts, ToldParts {}

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
  // The key that refuses a recording is none of the menu.
  const digits = fields['chose'] ?? fields['Digits'] ?? '';
  const chosen = choice(menu, digits, asked);
  const skills =
    menu === null || chosen !== 'again' ? [skillOf(chosen, own)] : [own, ...menu.skills.values()];
  const isOpen =
    refused === null && state !== 'paused' && (await isAnyStaffed(use, account, skills));
  const from = fields['From'] ?? '';
  const of = whoCalls(channel, { from, callSid, skill: skillOf(chosen, own) });
  if (!isOpen) return answerAway(use, channel, of, words);
  const url = webhookUrlOf(use.publicUrl(), stored) ?? '';
  if (menu !== null && chosen === 'again') {
    const said = asked === 0 || menu.words.length === 0 ? [greeting, ...menu.words] : menu.words;
    return twiml(gather(said, { url: `${url}?menu=${asked + 1}`, seconds: telephoneLimits.menuS }));
  }
  const chose = encodeURIComponent(digits);
  const { verbs, told, typed } = await tellOfRecording(use, channel, {
    ...{ fields, url: `${url}?menu=${asked}&chose=${chose}` },
  });
  const open = beginWaiting(use, channel, of, { told, typed });
  return twiml(
    ...(asked === 0 && fields['refused'] === undefined ? [say(greeting)] : []),
    ...verbs,
    streamOf(use, { account, channel: id, callSid, open }),
    redirect(`${url}?after=1`),
  );
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
