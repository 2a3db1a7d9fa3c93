// An agent calls the contact of a conversation by telephone: the agent's browser and the telephone are
// the two legs, and it rings at the telephone.
import { newCall } from '@opportune/core/call/call.ts';
import type { Dialled } from '@opportune/core/ports/dialling.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import { CallId, LegId } from '@opportune/protocol/ids.ts';
import type { AccountDesk } from '../desk/account-desk.ts';
import type { Calls } from './calls.ts';
import { isFull } from './is-full.ts';
import { newRecording } from './recording/recording.ts';
import { newRunning } from './running.ts';
import type { CallParts } from './seams.ts';
import { agreementIn, callerOf } from './telephones.ts';

interface From {
  readonly desk: AccountDesk;
  /** Its contact is called. */
  readonly record: Conversation;
  /** The agent who calls. */
  readonly payer: string;
}

/** Null, or why it is refused. Nothing was called then. */
export async function dialFrom(
  use: CallParts,
  calls: Calls,
  proposal: From,
): Promise<ErrorCode | null> {
  const { desk } = proposal;
  const refused = mayDialNow(calls, proposal);
  if (refused !== null) return refused;
  if (!(await use.isOn(desk.account))) return 'call.off';
  const payer = `${desk.account} ${proposal.payer}`;
  const charge = [{ budget: 'calls.proposer', payer, amount: 1 }] as const;
  if (use.budgets.charge(charge) > 0) return 'rate.calls';
  const { on: isRecorded } = await use.rules.of(desk.account);
  const dialled = await use.dial(desk.account, proposal.record);
  if (typeof dialled === 'string') {
    use.budgets.refund(charge);
    return dialled;
  }
  return carryOn(use, calls, proposal, { dialled, number: proposal.record.address, isRecorded });
}

/** The same at another address of the contact, and at nobody's charge: they asked to be called. */
export async function dialBack(
  use: CallParts,
  calls: Calls,
  proposal: From,
  { channel, address }: AddressAt,
): Promise<ErrorCode | null> {
  const { desk, record } = proposal;
  const refused = mayDialNow(calls, proposal);
  if (refused !== null) return refused;
  const { on: isRecorded } = await use.rules.of(desk.account);
  const dialled = await use.dial(desk.account, { ...record, channel, address }, false);
  if (typeof dialled === 'string') return dialled;
  return carryOn(use, calls, proposal, { dialled, number: address, isRecorded });
}

interface Dialling {
  readonly dialled: Dialled;
  readonly number: string;
  /** They are told so when they answer, and may refuse. */
  readonly isRecorded: boolean;
}

/** They may have lost the conversation, or be in another call by now. */
function carryOn(
  use: CallParts,
  calls: Calls,
  proposal: From,
  dialling: Dialling,
): ErrorCode | null {
  const late = mayDialNow(calls, proposal);
  if (late === null) begin(use, calls, proposal, dialling);
  else dialling.dialled.hangUp();
  return late;
}

function mayDialNow(calls: Calls, { desk, record, payer }: From): ErrorCode | null {
  const talk = desk.desk.conversations.get(record.id);
  if (talk?.status !== 'active' || talk.agent !== payer) return 'conversation.ended';
  if (calls.ofAgent(desk.account, talk.agent) !== undefined) return 'agent.no_room';
  if (calls.inConversation(record.id) !== undefined) return 'request.conflict';
  return isFull(calls, desk.account) ? 'server.overloaded' : null;
}

function begin(
  use: CallParts,
  calls: Calls,
  { desk, record }: From,
  { dialled, number, isRecorded }: Dialling,
): void {
  const agent = desk.record(record.id)?.agent ?? null;
  if (agent === null) return dialled.hangUp();
  const [proposer, asked] = [LegId.parse(use.ids.next()), LegId.parse(use.ids.next())];
  const call = newCall(CallId.parse(use.ids.next()), use.clock.now());
  const of = {
    account: desk.account,
    conversation: record.id,
    about: record,
    address: null,
  } as const;
  const begun = { ...of, proposedBy: 'agent', proposer, isQueued: false } as const;
  const running = newRunning(call, { ...begun, recording: newRecording(isRecorded) }, number);
  running.telephones.set(asked, { hear() {}, hangUp: () => dialled.hangUp() });
  calls.add(running);
  calls.records.began(running, agent);
  const party = { type: 'telephone', number } as const;
  calls.step(running, { type: 'leg.invite', leg: asked, party, by: null });
  calls.step(running, {
    type: 'leg.join',
    leg: proposer,
    party: { type: 'agent', user: agent.user },
  });
  calls.step(running, { type: 'leg.rang', leg: asked });
  dialled.follow({
    async answered(telephone, told) {
      if (!call.legs.has(asked)) return null;
      running.telephones.set(asked, telephone);
      calls.recorder.answer(running, agreementIn(told));
      calls.step(running, { type: 'leg.accept', leg: asked });
      if (!(await calls.joinTelephone(running, asked))) {
        calls.step(running, { type: 'leg.failed', leg: asked });
        return null;
      }
      return callerOf(use, calls, running, asked);
    },
    over(why) {
      if (!call.legs.has(asked)) return;
      running.ending ??= why === 'declined' ? null : why;
      calls.step(running, { type: 'leg.leave', leg: asked });
    },
  });
}
