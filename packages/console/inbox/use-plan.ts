// Keeps the account's skills up to date for the inbox, because they decide what waits for this
// person. Reads them again as soon as an agent is reported with other skills.
import { AgentSkills, SkillList } from '@opportune/protocol/rest/team/skills.ts';
import { useEffect } from 'react';
import { onFrame } from '../api/socket.ts';
import { invalidate, useApiQuery } from '../ui/index.ts';
import { knowsSkillsOf, skillPlanOf } from './list/for-me.ts';
import { plan } from './news/tell-news.ts';

export function usePlan(): void {
  const list = useApiQuery('/skills', SkillList).data;
  const agents = useApiQuery('/agent-skills', AgentSkills).data?.agents;
  useEffect(() => {
    if (list !== undefined && agents !== undefined) plan.set(skillPlanOf(list, agents));
  }, [list, agents]);
  useEffect(
    () =>
      onFrame((frame) => {
        const known = plan.get();
        if (frame.type !== 'agent.changed' || known === null) return;
        if (knowsSkillsOf(known, frame.agent)) return;
        // Either list may be out of date.
        for (const path of ['/skills', '/agent-skills']) invalidate(path);
      }),
    [],
  );
}
