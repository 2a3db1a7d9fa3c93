// A proposal to speak: whether it may be made now, and the call that it begins. What costs least is
// asked first.
import type { Charge } from '@opportune/core/ports/budgets.ts';
import { type CallInput, newCall, type Speaker } from '@opportune/core/call/call.ts';
import { webChannel } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import { CallId, LegId, UserId } from '@opportune/protocol/ids.ts';
import { spokenLimits } from '@opportune/protocol/limits/calls.ts';
import type { AccountDesk } from '../desk/account-desk.ts';
import { type Calls, legOfAgent, legOfVisitor } from './calls.ts';
import { dialFrom } from './dial.ts';
import { isFull } from './is-full.ts';
import { joinAgent } from './join-agent.ts';
import { newRecording } from './recording/recording.ts';
import { newRunning } from './running.ts';
import type { Running } from './running.ts';
import type { CallParts } from './seams.ts';

export interface Proposal {
  readonly desk: AccountDesk;
  readonly record: Conversation;
  readonly by: 'visitor' | 'agent';
  /** Who is charged: a visitor or a user. */
  readonly payer: string;
  /** The network of a visitor. Null: it is not known, or an agent proposes. */
  readonly address: string | null;
}

/** Null, or why it is refused. */
export async function propose(
  use: CallParts,
  calls: Calls,
  proposal: Proposal,
): Promise<ErrorCode | null> {
  const refused = await tryTo(use, calls, proposal);
  const { desk, record, by } = proposal;
  // Nobody waits for a call that cannot be.
  if (refused !== null && by === 'visitor' && calls.inConversation(record.id) === undefined)
    desk.apply({ type: 'conversation.write', id: record.id });
  return refused;
}

async function tryTo(use: CallParts, calls: Calls, proposal: Proposal): Promise<ErrorCode | null> {
  const { desk, record } = proposal;
  if (proposal.by === 'agent' && record.channel !== webChannel)
    return dialFrom(use, calls, proposal);
  const refused = mayPropose(calls, proposal);
  if (refused !== null) return refused;
  if (!(await use.isOn(desk.account))) return 'call.off';
  if (use.budgets.charge(chargesOf(proposal)) > 0) return 'rate.calls';
  const { on: isRecorded } = await use.rules.of(desk.account);
  // Others may have proposed meanwhile. From here on, nobody else has a turn.
  const running = calls.inConversation(record.id);
  if (running !== undefined) return isIn(running, proposal) ? null : 'request.conflict';
  const late = mayPropose(calls, proposal);
  if (late !== null) return late;
  const agent = desk.record(record.id)?.agent ?? null;
  if (isQueued(proposal))
    beginQueued(use, calls, proposal, { user: agent?.user ?? null, isRecorded });
  else if (agent === null) return 'conversation.ended';
  else begin(use, calls, proposal, { agent, isRecorded });
  return null;
}

function chargesOf({ desk: { account }, payer, address }: Proposal): readonly Charge[] {
  const own = { budget: 'calls.proposer', payer: `${account} ${payer}`, amount: 1 } as const;
  if (address === null) return [own];
  return [own, { budget: 'calls.address', payer: `${account} ${address}`, amount: 1 }];
}

/** Whether who proposes is in a call already, and so was told of it. */
function isIn(running: Running, { by, payer }: Proposal): boolean {
  const leg = by === 'visitor' ? legOfVisitor(running) : legOfAgent(running, UserId.parse(payer));
  return leg !== undefined;
}

/** Its visitor waits to speak, or did until an agent accepted it a moment ago. */
function isQueued({ desk, record, by }: Proposal): boolean {
  const talk = desk.desk.conversations.get(record.id);
  return by === 'visitor' && talk?.speaks === true && talk.status !== 'wrap-up';
}

/** An agent was quicker than the visitor's page. */
function isAccepted({ desk, record }: Proposal): boolean {
  return desk.desk.conversations.get(record.id)?.agent != null;
}

/** Null, or why nobody can be asked to speak now. */
export function mayPropose(calls: Calls, proposal: Proposal): ErrorCode | null {
  const { desk, record, address } = proposal;
  // Only browsers speak.
  if (record.channel !== webChannel) return 'call.off';
  if (!isQueued(proposal)) {
    const refused = mayAsk(calls, proposal);
    if (refused !== null) return refused;
  } else if (!isAccepted(proposal) && !calls.waiting.hasRoom(desk.account, address))
    return 'server.overloaded';
  return isFull(calls, desk.account) ? 'server.overloaded' : null;
}

/** Whether the other side can be asked. */
function mayAsk(calls: Calls, { desk, record, by }: Proposal): ErrorCode | null {
  const { account } = desk;
  const owner = desk.desk.conversations.get(record.id);
  // It waited for a call, and goes on in writing.
  if (by === 'visitor' && owner?.status === 'waiting') return 'agent.no_room';
  if (owner?.status !== 'active' || owner.agent === null) return 'conversation.ended';
  if (calls.ofUser(account, owner.agent) !== undefined) return 'agent.no_room';
  if (by === 'visitor' && desk.desk.agents.get(owner.agent)?.goneAt !== null) return 'agent.absent';
  return by === 'agent' && !desk.audience.isHere(record) ? 'visitor.gone' : null;
}

/** A call in which the other side is asked. */
export function begin(
  use: CallParts,
  calls: Calls,
  { desk, record, by, address }: Proposal,
  of: {
    readonly agent: { readonly user: UserId; readonly name: string };
    readonly isRecorded: boolean;
  },
): void {
  const { agent } = of;
  const leg = () => LegId.parse(use.ids.next());
  const [proposer, asked] = [leg(), leg()];
  const call = newCall(CallId.parse(use.ids.next()), use.clock.now());
  const whose = { account: desk.account, conversation: record.id, about: record, address };
  const recording = newRecording(of.isRecorded);
  const running = newRunning(call, {
    ...whose,
    ...{ proposedBy: by, proposer, isQueued: false, recording },
  });
  calls.add(running);
  const visitor: Speaker = { type: 'visitor' };
  const colleague: Speaker = { type: 'agent', user: agent.user };
  const [first, second] = by === 'visitor' ? [visitor, colleague] : [colleague, visitor];
  const inputs: readonly CallInput[] = [
    { type: 'leg.join', leg: proposer, party: first },
    { type: 'leg.invite', leg: asked, party: second, by: null },
    { type: 'leg.rang', leg: asked },
  ];
  calls.recorder.hide(running, desk.privates.askedIn(record.id).length > 0);
  calls.records.began(running, agent);
  for (const input of inputs) calls.step(running, input);
}

/**
 * The visitor alone, until an agent accepts the conversation. `user`: one has already. They are asked
 * while they wait whether the call may be recorded.
 */
function beginQueued(
  use: CallParts,
  calls: Calls,
  { desk, record, address }: Proposal,
  { user, isRecorded }: { readonly user: UserId | null; readonly isRecorded: boolean },
): void {
  const proposer = LegId.parse(use.ids.next());
  const id = CallId.parse(use.ids.next());
  const call = newCall(id, use.clock.now(), spokenLimits.patienceMs);
  const of = { account: desk.account, conversation: record.id, about: record, address } as const;
  const running = newRunning(call, {
    ...of,
    ...{ proposedBy: 'visitor', proposer, isQueued: true, recording: newRecording(isRecorded) },
  });
  calls.add(running);
  calls.recorder.hide(running, desk.privates.askedIn(record.id).length > 0);
  calls.records.began(running, null);
  calls.step(running, { type: 'leg.join', leg: proposer, party: { type: 'visitor' } });
  if (user !== null) joinAgent(use, calls, running, user);
}
