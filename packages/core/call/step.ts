// The one function that changes a call. Input and instant in, effects out. No I/O, no clock: the
// same inputs give the same effects.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import { applyAside, settleAside } from './aside.ts';
import {
  type Call,
  type CallEffect,
  type CallInput,
  isAgent,
  isCustomer,
  type Route,
} from './call.ts';
import { nextDeadline } from './deadlines.ts';
import { applyLead } from './lead.ts';
import { applyLeg } from './legs.ts';
import { isAttended, presentIn, routesOf } from './routes.ts';
import { endCall, type Turn } from './turn.ts';

/**
 * Applies one input at an instant (ms since 1970, never before the last one). What lapsed meanwhile
 * is applied first. A refused input itself changes nothing.
 */
export function step(call: Call, input: CallInput, now: number): readonly CallEffect[] {
  const turn: Turn = { call, at: now, effects: [] };
  for (let due = nextDeadline(call); due !== null && due.at <= now; due = nextDeadline(call)) {
    turn.at = due.at;
    changing(turn, () => due?.lapse(turn));
  }
  turn.at = now;
  changing(turn, () => {
    const code = apply(turn, input);
    if (code !== null) turn.effects.push({ type: 'refused', code });
  });
  return turn.effects;
}

function apply(turn: Turn, input: CallInput): ErrorCode | null {
  if (input.type === 'time') return null;
  if (turn.call.endedAt !== null) return 'request.conflict';
  switch (input.type) {
    case 'call.consult':
    case 'call.transfer':
    case 'aside.complete':
    case 'aside.conference':
    case 'aside.return':
      return applyAside(turn, input);
    case 'call.hold':
    case 'call.end':
    case 'leg.remove':
    case 'announcement.play':
      return applyLead(turn, input);
    case 'call.close':
      endCall(turn, 'ended');
      return null;
    default:
      return applyLeg(turn, input);
  }
}

/** Makes a change and states what follows from it. */
function changing(turn: Turn, change: () => void): void {
  const { call, effects } = turn;
  const before = { owner: call.owner, hadCustomer: hasCustomer(call), hadAgent: hasAgent(call) };
  change();
  settleAside(turn);
  if (call.endedAt === null && before.hadCustomer && !hasCustomer(call))
    endCall(turn, 'customer-left');
  if (call.owner !== before.owner) effects.push({ type: 'owner.changed', owner: call.owner });
  if (call.endedAt === null) follow(turn, before.hadAgent);
  tellRoutes(turn);
}

function follow({ call, at, effects }: Turn, hadAgent: boolean): void {
  const present = presentIn(call);
  call.customerlessSince = hasCustomer(call) ? null : (call.customerlessSince ?? at);
  call.unattendedSince = present.some(isAgent) ? null : (call.unattendedSince ?? at);
  if (hadAgent && !hasAgent(call)) effects.push({ type: 'agent.wanted' });
  if (call.connectedAt !== null || !isAttended(call, present) || !present.some(isCustomer)) return;
  call.connectedAt = at;
  effects.push({ type: 'call.connected', at });
}

function hasCustomer({ legs }: Call): boolean {
  return [...legs.values()].some(isCustomer);
}

function hasAgent({ legs }: Call): boolean {
  return [...legs.values()].some(isAgent);
}

function tellRoutes({ call, effects }: Turn): void {
  const routes = routesOf(call);
  if (isSame(routes, call.routes)) return;
  call.routes = routes;
  effects.push({ type: 'routed', routes });
}

function isSame(one: readonly Route[], other: readonly Route[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ from, to }, at) => from === other[at]?.from && to === other[at]?.to)
  );
}
