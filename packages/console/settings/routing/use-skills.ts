// Queries about skills for the settings pages: the list, who has which, and their names.
import { AgentSkills, type Skill, SkillList } from '@opportune/protocol/rest/team/skills.ts';
import { useApiQuery } from '../../ui/index.ts';

/** Paths to load again when a skill or a level changes. */
export const restOnSkills: string[] = ['/skills', '/agent-skills'];

export function useSkills() {
  return useApiQuery('/skills', SkillList);
}

export function useAgentSkills(): AgentSkills['agents'] {
  return useApiQuery('/agent-skills', AgentSkills).data?.agents ?? [];
}

/** The name of a skill, or its key if it is in no list. */
export function nameOfSkill(skills: readonly Skill[], id: string): string {
  return skills.find((each) => each.id === id)?.name ?? id;
}

/** A key made from the letters and digits of a name. */
export function keyOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 64);
}
