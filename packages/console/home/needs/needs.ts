// What needs a person first: who waits, what did not arrive, and what a campaign's figures demand.
// It merges what the socket and the API say into one list, urgent needs first, then the oldest.
// Pure.
import type { SkillPlan } from '@opportune/core/conversation/routing/skill-plan.ts';
import type { FailedDelivery } from '@opportune/protocol/channel/delivery.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { UserId } from '@opportune/protocol/ids.ts';
import type { CampaignApproval } from '@opportune/protocol/rest/campaign/campaign.ts';
import type { Channel } from '@opportune/protocol/rest/channel/channels.ts';
import type { CampaignAlarm } from '@opportune/protocol/rest/report/home.ts';
import { mayBeGiven, targetOf } from '../../inbox/list/for-me.ts';
import { urgency, waitedMs } from '../../inbox/list/groups.ts';
import { replyDue } from '../../inbox/list/reply.ts';
import { takesPart } from '../../inbox/transcript/reading.ts';
import type { Transcript } from '../../inbox/transcript/transcript.ts';

type What =
  | { readonly type: 'waiting' | 'reply' | 'case'; readonly conversation: Conversation }
  | { readonly type: 'delivery'; readonly delivery: FailedDelivery }
  | { readonly type: 'alarm'; readonly alarm: CampaignAlarm }
  | { readonly type: 'channel'; readonly channel: Channel }
  | { readonly type: 'approval' | 'declined'; readonly approval: CampaignApproval };

export type Need = What & {
  readonly key: string;
  readonly urgent: ReturnType<typeof urgency>;
  /** Null: nothing tells since when. */
  readonly since: number | null;
};

export interface NeedSources {
  readonly conversations: Iterable<Conversation>;
  readonly transcripts: ReadonlyMap<string, Transcript>;
  /** Null until it is read. Then anybody may be given anything. */
  readonly plan: SkillPlan | null;
  readonly deliveries: readonly FailedDelivery[];
  readonly alarms: readonly CampaignAlarm[];
  readonly channels: readonly Channel[];
  readonly approvals: readonly CampaignApproval[];
}

interface Reader {
  readonly id: UserId;
  /** Managers also see who waits for somebody else. */
  readonly isManager: boolean;
}

/** How long a left message, or a request for approval, may lie before it presses. */
const caseSoonMs = 86_400_000;
const order = ['late', 'soon', 'fine'] as const;

export function needsOf(sources: NeedSources, reader: Reader, now: number): readonly Need[] {
  const { conversations, deliveries, alarms, channels, approvals } = sources;
  const all = [
    ...[...conversations].flatMap((each) => ofConversation(each, sources, reader, now) ?? []),
    ...deliveries.map(ofDelivery),
    ...alarms.map(ofAlarm),
    ...channels.flatMap(ofChannel),
    ...approvals.flatMap((each) => ofApproval(each, reader, now)),
  ];
  return all.sort(
    (a, b) =>
      order.indexOf(a.urgent) - order.indexOf(b.urgent) ||
      (a.since ?? now) - (b.since ?? now) ||
      (a.key < b.key ? -1 : 1),
  );
}

function ofConversation(
  conversation: Conversation,
  sources: NeedSources,
  reader: Reader,
  now: number,
): Need | null {
  const { id, status, caseState, startedAt } = conversation;
  if (status === 'waiting') return ofWaiting(conversation, sources, reader, now);
  if (status === 'active') return ofActive(conversation, sources, reader, now);
  if (status !== 'message' || caseState !== 'open') return null;
  const urgent = now - startedAt >= caseSoonMs ? 'soon' : 'fine';
  return { type: 'case', key: `case ${id}`, conversation, urgent, since: startedAt };
}

function ofWaiting(
  conversation: Conversation,
  { plan }: NeedSources,
  { id, isManager }: Reader,
  now: number,
): Need | null {
  if (!isManager && plan !== null && !mayBeGiven(plan, conversation, id, now)) return null;
  const waited = waitedMs(conversation, now);
  return {
    type: 'waiting',
    key: `waiting ${conversation.id}`,
    conversation,
    urgent: urgency(waited, targetOf(plan, conversation)),
    since: now - waited,
  };
}

/** A colleague's conversation is shown to managers, and only once its reply is late. */
function ofActive(
  conversation: Conversation,
  { plan, transcripts }: NeedSources,
  { id, isManager }: Reader,
  now: number,
): Need | null {
  const transcript = transcripts.get(conversation.id);
  const due = replyDue(conversation, transcript, targetOf(plan, conversation));
  if (due === null) return null;
  const urgent = urgency(now - due.since, due.withinS);
  const isOwn = takesPart(conversation, id);
  if (!isOwn && !(isManager && urgent === 'late')) return null;
  return { type: 'reply', key: `reply ${conversation.id}`, conversation, urgent, since: due.since };
}

function ofDelivery(delivery: FailedDelivery): Need {
  const { id, state, since } = delivery;
  const urgent = state === 'failed' ? 'late' : 'soon';
  return { type: 'delivery', key: `delivery ${id}`, delivery, urgent, since };
}

function ofAlarm(alarm: CampaignAlarm): Need {
  const { campaign, kind, since } = alarm;
  // A campaign that paused itself does no more harm.
  const urgent = kind === 'harm' ? 'late' : 'soon';
  return { type: 'alarm', key: `alarm ${campaign}`, alarm, urgent, since };
}

function ofChannel(channel: Channel): Need[] {
  // Without an error it was never connected, which is no failure.
  if (channel.state !== 'reconnect' || channel.lastError === null) return [];
  return [{ type: 'channel', key: `channel ${channel.id}`, channel, urgent: 'late', since: null }];
}

/** What waits needs everybody but who asked. What was declined needs who asked. */
function ofApproval(approval: CampaignApproval, { id }: Reader, now: number): Need[] {
  const { campaign, user, declined } = approval;
  const type = declined === null ? 'approval' : 'declined';
  if ((user === id) !== (type === 'declined')) return [];
  const since = declined?.at ?? approval.at;
  const urgent = now - since >= caseSoonMs ? 'soon' : 'fine';
  return [{ type, key: `${type} ${campaign}`, approval, urgent, since }];
}
