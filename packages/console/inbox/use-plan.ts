// Keeps the inbox told of the account's skills: what waits for this person depends on them.
import { AgentSkills, SkillList } from '@opportune/protocol/rest/skills.ts';
import { useEffect } from 'react';
import { useApiQuery } from '../ui/index.ts';
import { skillPlanOf } from './for-me.ts';
import { plan } from './inbox-store.ts';

export function usePlan(): void {
  const list = useApiQuery('/skills', SkillList).data;
  const agents = useApiQuery('/agent-skills', AgentSkills).data?.agents;
  useEffect(() => {
    if (list !== undefined && agents !== undefined) plan.set(skillPlanOf(list, agents));
  }, [list, agents]);
}
