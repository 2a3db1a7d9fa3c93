// Whether the skills that a console knows are those that the server reports of an agent.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AgentPresence } from '@opportune/protocol/conversation/conversation.ts';
import { AgentSkills, SkillList } from '@opportune/protocol/rest/team/skills.ts';
import { knowsSkillsOf, skillPlanOf } from './for-me.ts';

const { agents } = AgentSkills.parse({
  agents: [{ user: 'mara', revision: 'first', skills: [{ skill: 'returns', level: 3 }] }],
});
const plan = skillPlanOf(SkillList.parse({ skills: [] }), agents);

function presence(user: string, ...skills: string[]): AgentPresence {
  return AgentPresence.parse({
    ...{ user, name: user, state: 'online', reason: null, since: 0 },
    ...{ active: 0, room: 3, conversations: 0, skills },
  });
}

test('[KB7] a skill given, changed or taken away is new; a known one is not', () => {
  const isNew = (agent: AgentPresence) => !knowsSkillsOf(plan, agent);
  assert.deepEqual(
    [
      presence('mara', 'returns'),
      presence('tomas'),
      presence('mara', 'returns', 'sales'),
      presence('mara', 'sales'),
      presence('mara'),
      presence('tomas', 'returns'),
    ].map(isNew),
    [false, false, true, true, true, true],
  );
});
