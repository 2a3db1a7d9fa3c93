// Consultation and transfer. The owner speaks with one agent apart from the customers, who hear
// music meanwhile unless another agent is with them. A cold transfer is a consultation that ends
// as soon as the other agent is connected. If they do not come, the owner is with the customers
// again, and if the owner leaves, they have the call: a customer is never left with nobody.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import { type Aside, type AsideInput, type Call, isAsked, type Leg } from './call.ts';
import { leads } from './lead.ts';
import { addNew } from './legs.ts';
import { dismiss, endLeg, giveLead, type Turn } from './turn.ts';

type OfAside<Type extends AsideInput['type']> = Extract<AsideInput, { type: Type }>;
type Refusal = ErrorCode | null;

export function applyAside(turn: Turn, input: AsideInput): Refusal {
  const { call } = turn;
  if (input.type === 'call.transfer') return transfer(turn, input);
  const refused = leads(call, input.by);
  if (refused !== null) return refused;
  if (input.type === 'call.consult') return consult(turn, input);
  const { aside } = call;
  const other = aside === null ? undefined : call.legs.get(aside.with);
  if (aside === null || other === undefined) return 'request.conflict';
  if (input.type === 'aside.return') {
    dismiss(turn, other);
    call.isHeld = false;
    return null;
  }
  if (other.state !== 'connected') return 'request.conflict';
  if (input.type === 'aside.complete') complete(turn, aside);
  else meet(call);
  return null;
}

function consult(turn: Turn, { by, leg, user }: OfAside<'call.consult'>): Refusal {
  const { call } = turn;
  if (call.aside !== null) return 'request.conflict';
  const refused = addNew(turn, leg, { type: 'agent', user }, 'invited');
  if (refused === null) call.aside = { by, with: leg, isCold: false };
  return refused;
}

/**
 * Whoever was asked or consulted leaves. The former owner leaves once the new one is connected, or at
 * once while it only rings at them. To the owner themselves: it goes to nobody else any more.
 */
function transfer(turn: Turn, { leg, user }: OfAside<'call.transfer'>): Refusal {
  const { call } = turn;
  const { aside } = call;
  const former = call.owner === null ? undefined : call.legs.get(call.owner);
  const isOwn = former?.party.type === 'agent' && former.party.user === user;
  if (isOwn && aside?.isCold !== true) return 'request.conflict';
  const refused = isOwn ? null : addNew(turn, leg, { type: 'agent', user }, 'invited');
  if (refused !== null || former === undefined) return refused;
  const other = aside === null ? undefined : call.legs.get(aside.with);
  if (other !== undefined) dismiss(turn, other);
  if (isOwn) return null;
  if (isAsked(former)) {
    giveLead(turn, leg);
    dismiss(turn, former);
  } else call.aside = { by: former.id, with: leg, isCold: true };
  return null;
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
