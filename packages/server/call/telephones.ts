// Callers by telephone: a call of theirs waits in the queue as that of a visitor who waits to speak,
// without a browser. Whoever carries their sound checks who they are.
import { newCall } from '@opportune/core/call/call.ts';
import type { Caller, Telephone, ToldOfRecording } from '@opportune/core/ports/dialling.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import { type AccountId, CallId, LegId } from '@opportune/protocol/ids.ts';
import { spokenLimits } from '@opportune/protocol/limits/calls.ts';
import type { Calls } from './calls.ts';
import { joinAgent } from './join-agent.ts';
import { isFull } from './is-full.ts';
import { type Agreement, newRecording } from './recording/recording.ts';
import { newRunning, type Running } from './running.ts';
import type { CallParts } from './seams.ts';

export interface TelephoneCalls {
  /** Why no call can begin in this account now. Null: one can. */
  refusal(account: AccountId): Promise<ErrorCode | null>;
  /** Whether callers are told that their call is recorded. */
  isRecorded(account: AccountId): Promise<boolean>;
  /**
   * Begins the call of a caller whose conversation waits to speak. `telephone` is told what they hear.
   * Refused, their conversation is over.
   */
  begin(
    account: AccountId,
    record: Conversation,
    telephone: Telephone,
    told: ToldOfRecording,
  ): Promise<Caller | ErrorCode>;
}

export const noTelephones: TelephoneCalls = {
  refusal: async () => 'call.off',
  isRecorded: async () => false,
  begin: async () => 'call.off',
};

export function telephonesOf(use: CallParts, calls: Calls): TelephoneCalls {
  const refusal = async (account: AccountId): Promise<ErrorCode | null> => {
    if (isFull(calls, account) || !calls.waiting.hasRoom(account, null)) return 'server.overloaded';
    return (await use.isOn(account)) ? null : 'call.off';
  };
  return {
    refusal,
    isRecorded: async (account) => (await use.rules.of(account)).on,
    async begin(account, ...of) {
      const code = (await refusal(account)) ?? (await begin(use, calls, account, ...of));
      if (typeof code === 'string')
        use.desks.open(account)?.apply({ type: 'conversation.abandon', id: of[0].id });
      return code;
    },
  };
}

async function begin(
  use: CallParts,
  calls: Calls,
  ...[account, record, telephone, told]: Parameters<TelephoneCalls['begin']>
): Promise<Caller | ErrorCode> {
  if (calls.inConversation(record.id) !== undefined) return 'request.conflict';
  const [leg, id] = [LegId.parse(use.ids.next()), CallId.parse(use.ids.next())];
  const call = newCall(id, use.clock.now(), spokenLimits.patienceMs);
  const of = {
    account,
    conversation: record.id,
    about: record,
    address: null,
    proposer: leg,
  } as const;
  const party = { type: 'telephone', number: record.address } as const;
  const recording = newRecording(told !== null);
  const begun = { ...of, proposedBy: 'visitor', isQueued: true, recording } as const;
  const running = newRunning(call, begun, record.address);
  running.telephones.set(leg, telephone);
  calls.add(running);
  calls.records.began(running, null);
  calls.recorder.answer(running, agreementIn(told));
  calls.step(running, { type: 'leg.join', leg, party });
  if (!(await calls.joinTelephone(running, leg))) {
    calls.step(running, { type: 'leg.failed', leg });
    return 'server.overloaded';
  }
  // They may have been quicker than the call.
  const agent = use.desks.open(account)?.record(record.id)?.agent ?? null;
  if (agent !== null && running.call.owner === null) joinAgent(use, calls, running, agent.user);
  return callerOf(use, calls, running, leg);
}

/** Null: they are not recorded. */
export function agreementIn(told: ToldOfRecording): Agreement | null {
  return told === 'refused' ? null : told;
}

/** Somebody whose telephone is a leg. */
export function callerOf(
  { media }: Pick<CallParts, 'media'>,
  calls: Calls,
  running: Running,
  leg: LegId,
): Caller {
  return {
    say: (sound) => media.say({ call: running.call.id, leg }, sound),
    leave: () => void calls.step(running, { type: 'leg.leave', leg }),
    refuse: () => calls.recorder.answer(running, null),
  };
}
