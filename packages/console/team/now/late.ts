// Which waiting conversations miss the target of their skill, and when, for the tables of the team
// page. Late and nearly late mean the same as in the inbox [HI3]. It reads no clock.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { Skill } from '@opportune/protocol/rest/team/skills.ts';
import { urgency, waitedMs } from '../../inbox/list/groups.ts';

export interface Wait {
  readonly conversation: Conversation;
  readonly skill: Skill | null;
  /**
   * Milliseconds until the target is missed, 0 or less once it is. Null if there is no target or
   * the conversation was answered before.
   */
  readonly leftMs: number | null;
  readonly urgent: ReturnType<typeof urgency>;
}

/** Late and nearly late waits come first by time left, then the longest waits. */
export function waitsOf(
  skills: readonly Skill[],
  all: readonly Conversation[],
  now: number,
): readonly Wait[] {
  return all
    .filter(({ status }) => status === 'waiting')
    .map((conversation) => waitOf(skills, conversation, now))
    .sort(
      (a, b) =>
        Number(presses(b)) - Number(presses(a)) ||
        (presses(a) ? (a.leftMs ?? 0) - (b.leftMs ?? 0) : 0) ||
        waitedMs(b.conversation, now) - waitedMs(a.conversation, now),
    );
}

/** How many wait too long for a first answer. */
export function lateOf(waiting: readonly Conversation[], skill: Skill | null, now: number): number {
  const skills = skill === null ? [] : [skill];
  return waiting.filter((each) => waitOf(skills, each, now).urgent === 'late').length;
}

function waitOf(skills: readonly Skill[], conversation: Conversation, now: number): Wait {
  const skill = skills.find(({ id }) => id === conversation.skill) ?? null;
  const withinS = conversation.answeredAt === null ? (skill?.serviceLevel?.withinS ?? null) : null;
  if (withinS === null) return { conversation, skill, leftMs: null, urgent: 'fine' };
  const waited = waitedMs(conversation, now);
  const leftMs = withinS * 1_000 - waited;
  return { conversation, skill, leftMs, urgent: urgency(waited, withinS) };
}

function presses({ urgent }: Wait): boolean {
  return urgent !== 'fine';
}
