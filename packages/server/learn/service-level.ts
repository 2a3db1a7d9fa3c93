// How soon agents answered lately, by skill, and whether that is soon enough for offers to go on. What
// it knows are conversations of the last ten minutes, in memory: after a restart it begins anew, and
// until there are a few conversations nothing is held back.
import { eventName, type JsonObject } from '@opportune/protocol/event.ts';
import { SkillId, type AccountId } from '@opportune/protocol/ids.ts';

/** Conversations count from their begin for so long. */
const rememberedMs = 10 * 60_000;
/** Of one account; beyond, the oldest is forgotten. */
const mostConversations = 2_000;
/** Fewer say nothing of a service level. */
const fewest = 5;
/** Offers go on once the share is so many basis points above what is wanted, or whole. */
const recovery = 500;

/** What became of a conversation that waited for an agent. */
export interface ConversationSign {
  readonly type: 'started' | 'answered' | 'ended';
  readonly conversation: string;
  readonly skill: SkillId | null;
}

/** What an event of a conversation says; null for a message that was left, which nobody waits with. */
export function conversationSign(name: string, properties: JsonObject): ConversationSign | null {
  const type = signs[name];
  const { conversation, skill, status } = properties;
  if (type === undefined || typeof conversation !== 'string') return null;
  if (type === 'started' && status !== 'waiting' && status !== 'active') return null;
  return { type, conversation, skill: SkillId.safeParse(skill).data ?? null };
}

const signs: Readonly<Record<string, ConversationSign['type']>> = {
  [eventName.conversationStarted]: 'started',
  [eventName.conversationAnswered]: 'answered',
  [eventName.conversationEnded]: 'ended',
};

export interface ServiceLevel {
  readonly answeredInS: number;
  /** Basis points. */
  readonly share: number;
}

export interface Answered {
  readonly conversations: number;
  /** Null without any. */
  readonly inTime: number | null;
}

interface Begun {
  readonly skill: SkillId | null;
  readonly at: number;
  answeredAt: number | null;
  endedAt: number | null;
}

export class ServiceLevels {
  readonly #accounts = new Map<AccountId, Map<string, Begun>>();

  heard(account: AccountId, { type, conversation, skill }: ConversationSign, now: number): void {
    const begun = this.#accounts.get(account) ?? new Map<string, Begun>();
    this.#accounts.set(account, begun);
    const known = begun.get(conversation);
    if (type === 'started' && known === undefined) {
      begun.set(conversation, { skill, at: now, answeredAt: null, endedAt: null });
      forget(begun, now);
    } else if (known !== undefined && type === 'answered') known.answeredAt ??= now;
    else if (known !== undefined && type === 'ended') known.endedAt ??= now;
  }

  /** Who still waits counts once they have waited too long; who left before that does not. */
  answered(account: AccountId, skill: SkillId | null, answeredInS: number, now: number): Answered {
    let [conversations, inTime] = [0, 0];
    for (const begun of this.#accounts.get(account)?.values() ?? []) {
      if (now - begun.at > rememberedMs || (skill !== null && begun.skill !== skill)) continue;
      const waitedMs = (begun.answeredAt ?? begun.endedAt ?? now) - begun.at;
      const isInTime = waitedMs <= answeredInS * 1000;
      if (begun.answeredAt === null && isInTime) continue;
      conversations++;
      if (isInTime) inTime++;
    }
    return { conversations, inTime: conversations === 0 ? null : inTime / conversations };
  }
}

/** Whether offers are to stop; `before`: whether they were stopped, which ends a little above. */
export function isMissed(answered: Answered, { share }: ServiceLevel, before: boolean): boolean {
  const { conversations, inTime } = answered;
  if (conversations < fewest || inTime === null) return false;
  const wanted = before ? Math.min(10_000, share + recovery) : share;
  return Math.round(inTime * 10_000) < wanted;
}

function forget(begun: Map<string, Begun>, now: number): void {
  for (const [id, { at }] of begun) {
    if (now - at <= rememberedMs && begun.size <= mostConversations) return;
    begun.delete(id);
  }
}
