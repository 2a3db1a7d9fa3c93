// Answers a carrier that asks what to do with a call: one that comes in (answering/), one that we
// made, or that such a call is over.
import type { CarrierCall, WebhookAnswer } from '@opportune/core/ports/channel.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { OpenChannel } from '../open-channels.ts';
import type { DialledCalls } from './dialled.ts';
import { type AfterParts, answerAfter } from './answering/answer-after.ts';
import { answerCaller, type CallerParts } from './answering/answer-caller.ts';
import { streamOf } from './answering/caller.ts';
import { webhookUrlOf } from '../shown-channel.ts';
import { CallKeys } from './proof/call-keys.ts';
import { refusal, tellOfRecording } from './recorded/told.ts';
import type { Ticket } from './tickets.ts';
import { hangUp, twiml } from './twiml.ts';

export interface AnswerParts extends CallerParts, AfterParts {
  /** Calls that we made. */
  readonly dialled: DialledCalls;
  /** Notes what such a call took. */
  readonly settle: (account: AccountId, token: string, seconds: number) => Promise<void>;
}

interface CallOf {
  readonly fields: CarrierCall['fields'];
  readonly callSid: string;
}

export type AnswerCall = (channel: OpenChannel, call: CarrierCall) => Promise<WebhookAnswer>;

export function createAnswerCall(use: AnswerParts): AnswerCall {
  return async (channel, { fields }) => {
    const callSid = fields['CallSid'] ?? '';
    // A request without a call, such as that of a stream, has nothing to be answered.
    if (callSid === '' || callSid.length > 64) return twiml(hangUp);
    const { account } = channel;
    const { status, dialled: token } = fields;
    if (status !== undefined) return follow(use, account, { ...fields, status });
    if (token !== undefined) return answerDialled(use, channel, { fields, callSid, token });
    if (fields['after'] !== undefined) return answerAfter(use, channel, { fields, callSid });
    return answerCaller(use, channel, { fields, callSid });
  };
}

/** Whom we called has answered, and hears that their call is recorded, if it is. */
async function answerDialled(
  use: AnswerParts,
  channel: OpenChannel,
  { fields, callSid, token }: CallOf & { readonly token: string },
): Promise<WebhookAnswer> {
  const { account, stored } = channel;
  const dialled = use.dialled.get(token);
  if (dialled === undefined) return twiml(hangUp);
  const url = `${webhookUrlOf(use.publicUrl(), stored) ?? ''}?dialled=${token}`;
  const { verbs, told, typed } = await tellOfRecording(use, channel, { fields, url });
  const keys = new CallKeys(use, { account, conversation: dialled.conversation });
  const open: Ticket['open'] = async (telephone) => {
    const caller = await dialled.tell((follower) => follower.answered(telephone, told));
    const press = (key: string): void => {
      if (key !== refusal || caller?.refuse?.() !== true) void keys.press(key);
    };
    if (caller !== null) for (const key of typed) press(key);
    return caller && { ...caller, press };
  };
  return twiml(...verbs, streamOf(use, { account, channel: stored.id, callSid, open }));
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
