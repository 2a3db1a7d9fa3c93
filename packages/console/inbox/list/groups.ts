// Groups and orders the inbox for one agent. Pure.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { hasJoined, isMine } from '../transcript/reading.ts';

export const groupNames = [
  'ringing',
  'waiting',
  'active',
  'joined',
  'wrap-up',
  'resting',
  'message',
  'others',
  'ended',
] as const;
export type GroupName = (typeof groupNames)[number];
export type Groups = Readonly<Record<GroupName, readonly Conversation[]>>;

/** The turn of a waiting conversation. The smallest is served first. */
export type TurnOf = (conversation: Conversation) => number;
/** The instant at which a reply is due. Null if there is nothing to reply to. */
export type DueOf = (conversation: Conversation) => number | null;

/** The rules by which groups are ordered. */
export interface Order {
  readonly turnOf?: TurnOf;
  readonly dueOf?: DueOf;
}

const endedShown = 5;

/**
 * Rings at this agent come first, by age, then waiting conversations in the order of service. Own
 * and joined ones are ordered by when a reply is due, the answered ones below by their last
 * message. Left messages are ordered by age, the answered ones below. Colleagues' and just ended
 * conversations come last.
 */
export function groupsOf(
  conversations: Iterable<Conversation>,
  me: string,
  ringing: ReadonlySet<string> = new Set(),
  { turnOf = ({ queuedAt }) => queuedAt, dueOf = () => null }: Order = {},
): Groups {
  const groups: Record<GroupName, Conversation[]> = {
    ringing: [],
    waiting: [],
    active: [],
    joined: [],
    'wrap-up': [],
    resting: [],
    message: [],
    others: [],
    ended: [],
  };
  for (const each of conversations) {
    const group = ringing.has(each.id) ? 'ringing' : groupOf(each, me);
    if (group !== null) groups[group].push(each);
  }
  groups.waiting.sort((a, b) => turnOf(a) - turnOf(b) || a.queuedAt - b.queuedAt || byId(a, b));
  groups.ringing.sort((a, b) => a.startedAt - b.startedAt || byId(a, b));
  groups.message.sort(
    (a, b) =>
      Number(a.caseState === 'answered') - Number(b.caseState === 'answered') ||
      a.startedAt - b.startedAt ||
      byId(a, b),
  );
  for (const name of ['active', 'joined'] as const)
    groups[name].sort((a, b) => byDue(dueOf(a), dueOf(b)) || b.lastAt - a.lastAt || byId(a, b));
  for (const name of ['wrap-up', 'resting', 'others'] as const)
    groups[name].sort((a, b) => b.lastAt - a.lastAt || byId(a, b));
  groups.ended.sort((a, b) => (b.endedAt ?? b.lastAt) - (a.endedAt ?? a.lastAt) || byId(a, b));
  return { ...groups, ended: groups.ended.slice(0, endedShown) };
}

/** The groups that a new message may reorder. */
const byWord: readonly GroupName[] = ['active', 'joined', 'wrap-up', 'resting', 'others', 'ended'];

/** The groups with known rows in the order of `before`, and new rows above them. */
export function inOrderOf(before: Groups, groups: Groups): Groups {
  const held = { ...groups };
  for (const name of byWord) {
    const places = new Map(before[name].map(({ id }, at) => [id, at]));
    const place = ({ id }: Conversation): number => places.get(id) ?? -1;
    held[name] = groups[name].toSorted((a, b) => place(a) - place(b));
  }
  return held;
}

function groupOf(conversation: Conversation, me: string): GroupName | null {
  const { status } = conversation;
  if (status === 'waiting' || status === 'message') return status;
  if (isMine(conversation, me)) return status;
  if (status !== 'active') return null;
  return hasJoined(conversation, me) ? 'joined' : 'others';
}

/** The earliest due time comes first. Conversations without one come last. */
function byDue(a: number | null, b: number | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a - b;
}

function byId(a: Conversation, b: Conversation): number {
  return a.id < b.id ? -1 : 1;
}

/**
 * How long a contact has waited, in ms, as GET /service-levels counts it. A wait for the first
 * answer begins with queueing, as in routing. A later wait begins when they wait again.
 */
export function waitedMs(
  { answeredAt, queuedAt, waitingSince }: Conversation,
  now: number,
): number {
  return now - (answeredAt === null ? queuedAt : (waitingSince ?? queuedAt));
}

/** From this time on, a wait without a target is late. */
export const lateMs = 90_000;
/** From this share of its target on, a wait is about to miss it, as in routing. */
const soonShare = 0.75;

/** Judges by the seconds within which an answer is due. Without them, a wait is late after 90 s. */
export function urgency(waited: number, withinS: number | null = null): 'late' | 'soon' | 'fine' {
  const [soonMs, missedMs] =
    withinS === null ? [30_000, lateMs] : [withinS * soonShare * 1_000, withinS * 1_000];
  if (waited >= missedMs) return 'late';
  return waited >= soonMs ? 'soon' : 'fine';
}
