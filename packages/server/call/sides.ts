// What the two sides of a conversation may do in its call: a visitor in the calls of their own
// conversations, an agent where they have a leg. Calls of others do not exist for them.
import type { Leg } from '@opportune/core/call/call.ts';
import { leads } from '@opportune/core/call/lead.ts';
import type { ChatLink, VisitorCallFrame } from '@opportune/core/ports/visitor-chat.ts';
import type { Charge } from '@opportune/core/ports/budgets.ts';
import { visitorAddress } from '@opportune/protocol/contact/contact.ts';
import type { CallFrame, ColleagueFrame } from '@opportune/protocol/conversation/spoken.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AccountId, UserId } from '@opportune/protocol/ids.ts';
import { isTheirs } from '../desk/commands/whose.ts';
import { type Calls, legOfAgent, legOfUser, legOfVisitor } from './calls.ts';
import { consult, handOver } from './colleague/consult.ts';
import { propose } from './propose.ts';
import type { Running } from './running.ts';
import type { CallParts } from './seams.ts';
import { watch } from './watch.ts';

type WithinFrame = Exclude<CallFrame, { type: 'call.propose' | 'call.watch' }>;

export interface AgentOf {
  readonly account: AccountId;
  readonly user: UserId;
  readonly isManager: boolean;
}

export async function visitorActs(
  use: CallParts,
  calls: Calls,
  link: ChatLink,
  frame: VisitorCallFrame,
): Promise<ErrorCode | null> {
  const { account, visitor } = link;
  const desk = await use.desks.of(account);
  const whose = { ...visitorAddress(visitor), site: link.site };
  if (frame.type === 'call.propose') {
    const record = desk.record(frame.conversation);
    if (record === undefined || !isTheirs(record, whose)) return 'request.not_found';
    const running = calls.inConversation(record.id);
    const leg = running && legOfVisitor(running);
    if (leg !== undefined) return answerAgain(calls, running, leg, link);
    return propose(use, calls, {
      ...{ desk, record, by: 'visitor', payer: visitor, address: link.payer },
    });
  }
  const running = calls.find(frame.call);
  if (running === undefined || !isOfVisitor(use, running, link)) return 'request.not_found';
  const charges = offerCharges(account, visitor, link.payer);
  return actWithin(use, calls, { running, leg: legOfVisitor(running), charges }, frame);
}

/** Whether a call is in a conversation of this visitor, on this site. */
export function isOfVisitor(
  { desks }: Pick<CallParts, 'desks'>,
  { account, conversation }: Running,
  link: ChatLink,
): boolean {
  const record = account === link.account ? desks.open(account)?.record(conversation) : undefined;
  const whose = { ...visitorAddress(link.visitor), site: link.site };
  return record !== undefined && isTheirs(record, whose);
}

export async function agentActs(
  use: CallParts,
  calls: Calls,
  agent: AgentOf,
  frame: CallFrame,
): Promise<ErrorCode | null> {
  const { account, user } = agent;
  if (frame.type === 'call.watch') return watch(use, calls, agent, frame);
  const desk = await use.desks.of(account);
  if (frame.type === 'call.propose') {
    const record = desk.record(frame.conversation);
    if (record === undefined) return 'request.not_found';
    if (record.agent?.user !== user) return 'conversation.not_yours';
    const running = calls.inConversation(record.id);
    const leg = running && legOfAgent(running, user);
    if (leg !== undefined)
      return answerAgain(calls, running, leg, {
        send: (told) => desk.audience.tellUser(user, told),
      });
    return propose(use, calls, { desk, record, by: 'agent', payer: user, address: null });
  }
  const running = calls.find(frame.call);
  const leg = running?.account === account ? legOfUser(running, user) : undefined;
  if (running === undefined || leg === undefined) return 'request.not_found';
  const charges = offerCharges(account, user, null);
  return actWithin(use, calls, { running, leg, charges }, frame);
}

/** A call of the conversation is there: it is shown, and no second one begins. */
function answerAgain(
  calls: Calls,
  running: Running | undefined,
  leg: Leg,
  { send }: { send(frame: ReturnType<Calls['frameFor']>): void },
): null {
  if (running !== undefined) send(calls.frameFor(running, leg));
  return null;
}

interface Within {
  readonly running: Running;
  readonly leg: Leg | undefined;
  readonly charges: readonly Charge[];
}

async function actWithin(
  use: CallParts,
  calls: Calls,
  { running, leg, charges }: Within,
  frame: WithinFrame,
): Promise<ErrorCode | null> {
  if (leg === undefined) return 'request.not_found';
  const of = { leg: leg.id };
  switch (frame.type) {
    case 'call.accept':
      return calls.step(running, { type: 'leg.accept', ...of });
    case 'call.leave':
      // Only a visitor who waits goes on in writing by it.
      if (frame.writes === true && running.isQueued) running.ending = 'written';
      return calls.step(running, { type: 'leg.leave', ...of });
    case 'call.failed':
      return calls.step(running, { type: 'leg.failed', ...of });
    case 'call.mute':
      return calls.step(running, { type: 'leg.mute', ...of, isMuted: frame.isMuted });
    case 'call.hold':
      return calls.step(running, { type: 'call.hold', by: leg.id, isHeld: frame.isHeld });
    case 'call.consult':
      return consult(use, calls, { running, leg, user: frame.user });
    case 'call.hand-over':
      return handOver(use, calls, { running, leg });
    case 'call.conference':
    case 'call.return':
      return calls.step(running, { type: asideInputs[frame.type], by: leg.id });
    case 'call.record':
      return leads(running.call, leg.id) ?? paused(calls, running, frame.isPaused);
    case 'call.consent': {
      const agreed = { at: use.clock.now(), language: frame.language };
      const isChanged = calls.recorder.answer(running, frame.agrees ? agreed : null);
      return isChanged ? null : 'request.conflict';
    }
    case 'call.offer':
      if (use.budgets.charge(charges) > 0) return 'rate.calls';
      return calls.offer(running, leg, frame);
  }
}

type AsideEnd = Exclude<ColleagueFrame['type'], 'call.consult' | 'call.hand-over'>;

/** How the agent who leads ends a consultation without giving the call away. */
const asideInputs = {
  'call.conference': 'aside.conference',
  'call.return': 'aside.return',
} as const satisfies Record<AsideEnd, string>;

function paused(calls: Calls, running: Running, isPaused: boolean): ErrorCode | null {
  return calls.recorder.pause(running, isPaused) ? null : 'request.conflict';
}

/** Work of the media host is charged to who causes it. */
function offerCharges(account: AccountId, side: string, address: string | null): readonly Charge[] {
  const own = { budget: 'call-offers.side', payer: `${account} ${side}`, amount: 1 } as const;
  if (address === null) return [own];
  const payer = `${account} ${address}`;
  return [own, { budget: 'call-offers.address', payer, amount: 1 }];
}
