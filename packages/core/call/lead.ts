// What the owner of a call alone may do: hold the customers, remove a leg, end the call for all. And
// announcements, which need no owner.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { LegId } from '@opportune/protocol/ids.ts';
import type { Call, CallInput } from './call.ts';
import { callLimits } from './limits.ts';
import { addLeg, dismiss, endCall, type Turn } from './turn.ts';

type LeadInput = Extract<
  CallInput,
  { type: 'call.hold' | 'call.end' | 'leg.remove' | 'announcement.play' }
>;
type Refusal = ErrorCode | null;

export function applyLead(turn: Turn, input: LeadInput): Refusal {
  if (input.type === 'announcement.play') return play(turn, input);
  const refused = leads(turn.call, input.by);
  if (refused !== null) return refused;
  switch (input.type) {
    case 'call.hold':
      turn.call.isHeld = input.isHeld;
      return null;
    case 'call.end':
      endCall(turn, 'ended');
      return null;
    case 'leg.remove':
      return remove(turn, input);
  }
}

/** Why a leg may not lead the call. Null: it may. */
export function leads({ owner, legs }: Call, leg: LegId): Refusal {
  if (owner !== leg) return 'conversation.not_yours';
  return legs.get(leg)?.state === 'connected' ? null : 'request.conflict';
}

function remove(turn: Turn, input: Extract<LeadInput, { type: 'leg.remove' }>): Refusal {
  const leg = turn.call.legs.get(input.leg);
  if (leg === undefined || leg.id === input.by) return 'request.conflict';
  dismiss(turn, leg);
  return null;
}

/** One at a time. It needs no agent: it also greets who waits. */
function play(turn: Turn, input: Extract<LeadInput, { type: 'announcement.play' }>): Refusal {
  const { legs } = turn.call;
  const isPlaying = [...legs.values()].some(({ party }) => party.type === 'announcement');
  if (isPlaying || legs.has(input.leg) || legs.size >= callLimits.legs) return 'request.conflict';
  addLeg(turn, input.leg, { type: 'announcement', sound: input.sound }, 'connected');
  return null;
}
