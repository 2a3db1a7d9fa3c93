// A proposal to speak: whether it may be made now, and the call that it begins. What costs least is
// asked first.
import { type CallInput, newCall, type Speaker } from '@opportune/core/call/call.ts';
import { webChannel } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import { CallId, LegId, UserId } from '@opportune/protocol/ids.ts';
import { spokenLimits } from '@opportune/protocol/limits/calls.ts';
import type { AccountDesk } from '../desk/account-desk.ts';
import { type Calls, legOfAgent, legOfVisitor } from './calls.ts';
import { newRecording } from './recording/recording.ts';
import type { Running } from './running.ts';
import type { CallParts } from './seams.ts';

export interface Proposal {
  readonly desk: AccountDesk;
  readonly record: Conversation;
  readonly by: 'visitor' | 'agent';
  /** Who is charged: a visitor or a user. */
  readonly payer: string;
}

/** Null, or why it is refused. */
export async function propose(
  use: CallParts,
  calls: Calls,
  proposal: Proposal,
): Promise<ErrorCode | null> {
  const { desk, record } = proposal;
  const refused = mayPropose(calls, proposal);
  if (refused !== null) return refused;
  if (!(await use.isOn(desk.account))) return 'call.off';
  const payer = `${desk.account} ${proposal.payer}`;
  if (use.budgets.charge([{ budget: 'calls.proposer', payer, amount: 1 }]) > 0) return 'rate.calls';
  const { on: isRecorded } = await use.rules.of(desk.account);
  // Others may have proposed meanwhile. From here on, nobody else has a turn.
  const running = calls.inConversation(record.id);
  if (running !== undefined) return isIn(running, proposal) ? null : 'request.conflict';
  const late = mayPropose(calls, proposal);
  if (late !== null) return late;
  const agent = desk.record(record.id)?.agent;
  if (agent == null) return 'conversation.ended';
  begin(use, calls, proposal, { agent, isRecorded });
  return null;
}

/** Whether who proposes is in a call already, and so was told of it. */
function isIn(running: Running, { by, payer }: Proposal): boolean {
  const leg = by === 'visitor' ? legOfVisitor(running) : legOfAgent(running, UserId.parse(payer));
  return leg !== undefined;
}

function mayPropose(calls: Calls, { desk, record, by }: Proposal): ErrorCode | null {
  const { account } = desk;
  const owner = desk.desk.conversations.get(record.id);
  if (owner?.status !== 'active' || owner.agent === null) return 'conversation.ended';
  // Only browsers speak.
  if (record.channel !== webChannel) return 'call.off';
  if (calls.ofAgent(account, owner.agent) !== undefined) return 'agent.no_room';
  if (by === 'visitor' && desk.desk.agents.get(owner.agent)?.goneAt !== null) return 'agent.absent';
  if (by === 'agent' && !desk.audience.isHere(record)) return 'visitor.gone';
  const own = calls.all().filter((each) => each.account === account);
  return calls.size >= spokenLimits.calls || own.length >= spokenLimits.accountCalls
    ? 'server.overloaded'
    : null;
}

function begin(
  use: CallParts,
  calls: Calls,
  { desk, record, by }: Proposal,
  of: {
    readonly agent: { readonly user: UserId; readonly name: string };
    readonly isRecorded: boolean;
  },
): void {
  const { agent } = of;
  const leg = () => LegId.parse(use.ids.next());
  const [proposer, asked] = [leg(), leg()];
  const running: Running = {
    call: newCall(CallId.parse(use.ids.next()), use.clock.now()),
    ...{ account: desk.account, conversation: record.id, proposedBy: by, proposer },
    ...{
      carriers: new Map(),
      offers: new Map(),
      joining: new Set(),
      acceptedAt: null,
      ending: null,
    },
    recording: newRecording(of.isRecorded),
    cancelTimer() {},
  };
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
