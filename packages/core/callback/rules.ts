// Which promises to call back an account makes, by its rules alone.
import type { CallbackWay } from '@opportune/protocol/conversation/callback.ts';
import type { SkillId } from '@opportune/protocol/ids.ts';
import type { CallbackSettings } from '@opportune/protocol/rest/conversation/callbacks.ts';

/** Whether conversations of a skill are promised calls. */
export function isForSkill(
  { on, skills }: Pick<CallbackSettings, 'on' | 'skills'>,
  skill: SkillId | null,
): boolean {
  return on && (skills === null || (skill !== null && skills.includes(skill)));
}

/** Whether an account with these rules makes a promise for this skill in this way. */
export function isPromised(
  rules: Pick<CallbackSettings, 'on' | 'skills' | 'ways'>,
  skill: SkillId | null,
  way: CallbackWay['type'],
): boolean {
  return isForSkill(rules, skill) && rules.ways.includes(way);
}
