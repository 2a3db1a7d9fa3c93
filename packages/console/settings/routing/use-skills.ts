// What pages of settings ask of skills: the list, who has which, and the words of both.
import { AgentSkills, type Skill, SkillList } from '@opportune/protocol/rest/team/skills.ts';
import { useApiQuery } from '../../ui/index.ts';

/** Lists that change where a skill or a level does. */
export const restOnSkills: string[] = ['/skills', '/agent-skills'];

export function useSkills() {
  return useApiQuery('/skills', SkillList);
}

export function useAgentSkills(): AgentSkills['agents'] {
  return useApiQuery('/agent-skills', AgentSkills).data?.agents ?? [];
}

/** A skill by its name; one that is on no list by its key. */
export function nameOfSkill(skills: readonly Skill[], id: string): string {
  return skills.find((each) => each.id === id)?.name ?? id;
}

/** A key made of a name: what it has of letters and digits. */
export function keyOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 64);
}
