// Consultation and transfer. The owner speaks with one agent apart from the customers, who hear
// music meanwhile unless another agent is with them. A cold transfer is a consultation that ends
// as soon as the other agent is connected. If they do not come, the owner is with the customers
// again, and if the owner leaves, they have the call: a customer is never left with nobody.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import { type Aside, type AsideInput, type Call, isAsked, type Leg } from './call.ts';
import { leads } from './lead.ts';
import { addNew } from './legs.ts';
import { endLeg, type Turn } from './turn.ts';

type Refusal = ErrorCode | null;

export function applyAside(turn: Turn, input: AsideInput): Refusal {
  const { call } = turn;
  const refused = leads(call, input.by);
  if (refused !== null) return refused;
  if (input.type === 'call.consult' || input.type === 'call.transfer') return begin(turn, input);
  const { aside } = call;
  const other = aside === null ? undefined : call.legs.get(aside.with);
  if (aside === null || other === undefined) return 'request.conflict';
  if (input.type === 'aside.return') {
    endLeg(turn, other, isAsked(other) ? 'cancelled' : 'removed');
    call.isHeld = false;
    return null;
  }
  if (other.state !== 'connected') return 'request.conflict';
  if (input.type === 'aside.complete') complete(turn, aside);
  else meet(call);
  return null;
}

function begin(
  turn: Turn,
  input: Extract<AsideInput, { type: 'call.consult' | 'call.transfer' }>,
): Refusal {
  const { call } = turn;
  if (call.aside !== null) return 'request.conflict';
  const refused = addNew(turn, input.leg, { type: 'agent', user: input.user }, 'invited');
  if (refused === null)
    call.aside = { by: input.by, with: input.leg, isCold: input.type === 'call.transfer' };
  return refused;
}

/** A cold transfer is complete once the other agent is connected. */
export function settleAside(turn: Turn): void {
  const { aside, legs } = turn.call;
  if (aside?.isCold === true && legs.get(aside.with)?.state === 'connected') complete(turn, aside);
}

function complete(turn: Turn, { by }: Aside): void {
  const leg: Leg | undefined = turn.call.legs.get(by);
  if (leg !== undefined) endLeg(turn, leg, 'transferred');
}

function meet(call: Call): void {
  call.aside = null;
  call.isHeld = false;
}
