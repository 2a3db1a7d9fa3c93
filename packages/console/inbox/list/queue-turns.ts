// The order in which waiting contacts are served, by routing's own rule, for the list.
import {
  missesAt,
  turnAt,
  type TurnRules,
} from '@opportune/core/conversation/queue/queue-order.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { RevisedRouting } from '@opportune/protocol/rest/team/routing.ts';
import { SkillList, skillLimits } from '@opportune/protocol/rest/team/skills.ts';
import { useMemo } from 'react';
import type { TurnOf } from './groups.ts';
import { useApiQuery, useNow } from '../../ui/index.ts';

type RulesOf = (skill: Conversation['skill']) => TurnRules;

/**
 * Returns the same function until the order may have changed. Until the rules are read, it orders
 * by arrival.
 */
export function useTurns(conversations: Iterable<Conversation>): TurnOf {
  const rulesOf = useRules();
  const now = useNow();
  // Time alone changes the order only when a conversation becomes late.
  let latest = 0;
  for (const { status, skill, queuedAt } of conversations) {
    if (status !== 'waiting') continue;
    const late = missesAt(rulesOf(skill), queuedAt);
    if (late <= now) latest = Math.max(latest, late);
  }
  return useMemo(
    () => (conversation) => turnAt(rulesOf(conversation.skill), conversation, latest),
    [rulesOf, latest],
  );
}

function useRules(): RulesOf {
  const skills = useApiQuery('/skills', SkillList).data?.skills;
  const stepS = useApiQuery('/routing', RevisedRouting).data?.stepS ?? 0;
  return useMemo(
    () => (skill) => {
      const own = skills?.find(({ id }) => id === skill);
      return {
        stepS,
        priority: own?.priority ?? skillLimits.usualPriority,
        withinS: own?.serviceLevel?.withinS ?? null,
      };
    },
    [skills, stepS],
  );
}
