// Asks a colleague to a call, and gives it to them: whether they may be asked, or have its conversation, now.
// It rings at them, and core keeps the customer apart meanwhile.
import { isAgent, type Leg } from '@opportune/core/call/call.ts';
import { leads } from '@opportune/core/call/lead.ts';
import { isGivenUp } from '@opportune/core/conversation/deadlines.ts';
import { hasRoom, isOnline } from '@opportune/core/conversation/routing/routing.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import { LegId, type UserId } from '@opportune/protocol/ids.ts';
import { spokenLimits } from '@opportune/protocol/limits/calls.ts';
import type { Calls } from '../calls.ts';
import { hasVoice, lacksLegs } from '../is-full.ts';
import type { Running } from '../running.ts';
import type { CallParts } from '../seams.ts';
import { stopWatching } from '../watch.ts';

interface Asked {
  readonly running: Running;
  /** Of the agent who asks. */
  readonly leg: Leg;
  /** The colleague. */
  readonly user: UserId;
}

/** Null, or why they are not asked. */
export function consult(use: CallParts, calls: Calls, asked: Asked): ErrorCode | null {
  const { running, leg, user } = asked;
  const refused = mayLead(running, leg) ?? mayBeAsked(use, calls, asked);
  if (refused !== null) return refused;
  if (!hasVoice(running)) return 'call.voices';
  const { account } = running;
  const by = leg.party.type === 'agent' ? leg.party.user : '';
  const payer = `${account} ${by}`;
  if (use.budgets.charge([{ budget: 'calls.consulted', payer, amount: 1 }]) > 0)
    return 'rate.calls';
  // Nobody is told who listens: they are asked as anybody.
  stopWatching(calls, account, user);
  const colleague = LegId.parse(use.ids.next());
  const asks = { type: 'call.consult', by: leg.id, leg: colleague, user } as const;
  return calls.step(running, asks) ?? calls.step(running, { type: 'leg.rang', leg: colleague });
}

/**
 * Null, or why the colleague does not get the call. Whoever's console is long gone could not have its
 * conversation: nobody would see what the customer said.
 */
export function handOver(
  { desks, clock }: CallParts,
  calls: Calls,
  { running, leg }: Pick<Asked, 'running' | 'leg'>,
): ErrorCode | null {
  const { account, call } = running;
  const colleague = call.aside === null ? undefined : call.legs.get(call.aside.with);
  if (call.owner === leg.id && colleague?.party.type === 'agent') {
    const agent = desks.open(account)?.desk.agents.get(colleague.party.user);
    if (agent === undefined || agent.disabled || isGivenUp(agent, clock.now()))
      return 'agent.absent';
  }
  return calls.step(running, { type: 'aside.complete', by: leg.id });
}

/** Both sides must have heard each other, and no other colleague may be asked meanwhile. */
function mayLead({ call }: Running, { id }: Leg): ErrorCode | null {
  const refused = leads(call, id);
  if (refused !== null) return refused;
  const agents = [...call.legs.values()].filter(isAgent);
  const isOpen = call.connectedAt !== null && call.aside === null;
  return isOpen && agents.length < spokenLimits.agents ? null : 'request.conflict';
}

/** As for a conversation that is handed on: the conversation would be theirs. */
function mayBeAsked(
  { desks }: CallParts,
  calls: Calls,
  { running, user }: Asked,
): ErrorCode | null {
  const { account, conversation } = running;
  const desk = desks.open(account)?.desk;
  const agent = desk?.agents.get(user);
  if (agent === undefined || agent.disabled) return 'request.not_found';
  if (agent.goneAt !== null) return 'agent.absent';
  // A program speaks with nobody.
  if (agent.profile.kind === 'program' || !isOnline(agent)) return 'agent.no_room';
  if (calls.ofAgent(account, user) !== undefined) return 'agent.no_room';
  if (!hasRoom(agent, desk?.conversations.get(conversation)?.weight)) return 'agent.no_room';
  return lacksLegs(calls, account, 1) ? 'server.overloaded' : null;
}
