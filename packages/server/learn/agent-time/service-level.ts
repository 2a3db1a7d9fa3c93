// How soon agents answered lately, by skill, and whether that is soon enough to continue offers. It
// keeps the conversations of the last minutes in memory; recent-conversations.ts reads them again
// after a restart. With too few conversations, nothing is held back.
import { eventName, type JsonObject } from '@opportune/protocol/behaviour/event.ts';
import { SkillId, type AccountId } from '@opportune/protocol/ids.ts';

/** Conversations count for this long from their beginning. */
export const rememberedMs = 10 * 60_000;
/** They are kept for this long, because whether offers were stopped depends on earlier ones. */
export const keptMs = 2 * rememberedMs;
/** Per account. Evicts the oldest beyond. */
export const mostConversations = 4_000;
/** Fewer conversations say nothing about a service level. */
const fewest = 5;
/** Offers resume once the share is this many basis points above the wanted one, or 100 %. */
const recovery = 500;

/** A sign of a conversation that waited for an agent. */
export interface ConversationSign {
  readonly type: 'started' | 'answered' | 'ended';
  readonly conversation: string;
  readonly skill: SkillId | null;
}

/**
 * The sign that an event of a conversation gives. Null if nobody waits in it: a message that was
 * left, or one that an agent began.
 */
export function conversationSign(name: string, properties: JsonObject): ConversationSign | null {
  const type = signs[name];
  const { conversation, skill, status, by } = properties;
  if (type === undefined || typeof conversation !== 'string' || by === 'agent') return null;
  if (type === 'started' && status !== 'waiting' && status !== 'active') return null;
  return { type, conversation, skill: SkillId.safeParse(skill).data ?? null };
}

/** The events that give signs of a conversation. */
export const conversationEvents: readonly string[] = [
  eventName.conversationStarted,
  eventName.conversationAnswered,
  eventName.conversationEnded,
];

const signs: Readonly<Record<string, ConversationSign['type']>> = {
  [eventName.conversationStarted]: 'started',
  [eventName.conversationAnswered]: 'answered',
  [eventName.conversationEnded]: 'ended',
};

export interface ServiceLevel {
  readonly answeredInS: number;
  /** The wanted share in basis points. */
  readonly share: number;
}

export interface Answered {
  readonly conversations: number;
  /** The share answered in time. Null if none counts. */
  readonly inTime: number | null;
}

interface Begun {
  /** Its first sign, which may not be its beginning. */
  readonly heardAt: number;
  /** Both null if it began before signs were received. */
  skill: SkillId | null;
  at: number | null;
  answeredAt: number | null;
  endedAt: number | null;
}

export class ServiceLevels {
  readonly #accounts = new Map<AccountId, Map<string, Begun>>();

  heard(account: AccountId, { type, conversation, skill }: ConversationSign, now: number): void {
    const begun = this.#accounts.get(account) ?? new Map<string, Begun>();
    this.#accounts.set(account, begun);
    const known = begun.get(conversation) ?? newBegun(now);
    begun.set(conversation, known);
    if (type === 'started' && known.at === null) {
      Object.assign(known, { skill, at: now });
      forget(begun, now);
    } else if (type === 'answered') known.answeredAt ??= now;
    else if (type === 'ended') known.endedAt ??= now;
  }

  /** Forgets an account. Its recent conversations can be read again from the log. */
  drop(account: AccountId): void {
    this.#accounts.delete(account);
  }

  /** Sorts by beginning, if signs came in another order. */
  sort(account: AccountId): void {
    const begun = [...(this.#accounts.get(account) ?? [])];
    begun.sort(([, one], [, other]) => one.heardAt - other.heardAt);
    this.#accounts.set(account, new Map(begun));
  }

  /**
   * The level as known at an instant. A contact who still waits counts once they have waited too
   * long. One who left earlier does not count.
   */
  answered(account: AccountId, skill: SkillId | null, answeredInS: number, now: number): Answered {
    let [conversations, inTime] = [0, 0];
    for (const { at, skill: of, answeredAt, endedAt } of this.#accounts.get(account)?.values() ??
      []) {
      if (at === null || at > now || now - at > rememberedMs) continue;
      if (skill !== null && of !== skill) continue;
      const answer = answeredAt !== null && answeredAt <= now ? answeredAt : null;
      const end = endedAt !== null && endedAt <= now ? endedAt : now;
      const isInTime = (answer ?? end) - at <= answeredInS * 1000;
      if (answer === null && isInTime) continue;
      conversations++;
      if (isInTime) inTime++;
    }
    return { conversations, inTime: conversations === 0 ? null : inTime / conversations };
  }
}

function newBegun(heardAt: number): Begun {
  return { heardAt, skill: null, at: null, answeredAt: null, endedAt: null };
}

/**
 * Whether offers must stop. `before`: whether they were stopped, which ends only a little above the
 * wanted share.
 */
export function isMissed(answered: Answered, { share }: ServiceLevel, before: boolean): boolean {
  const { conversations, inTime } = answered;
  if (conversations < fewest || inTime === null) return false;
  const wanted = before ? Math.min(10_000, share + recovery) : share;
  return Math.round(inTime * 10_000) < wanted;
}

function forget(begun: Map<string, Begun>, now: number): void {
  for (const [id, { heardAt }] of begun) {
    if (now - heardAt <= keptMs && begun.size <= mostConversations) return;
    begun.delete(id);
  }
}
