// The skill that conversations of a channel ask for. Hidden while the account has no skills.
import type { ReactNode } from 'react';
import { t, type Choice } from '../../ui/index.ts';
import { useSkills } from '../routing/use-skills.ts';

interface SkillFieldProps {
  readonly field: (name: 'skill', options: { readonly choices: readonly Choice[] }) => ReactNode;
  readonly skill: string;
}

export function SkillField({ field, skill }: SkillFieldProps) {
  const skills = useSkills().data?.skills ?? [];
  if (skills.length === 0 && skill === '') return null;
  const isGone = skill !== '' && skills.every(({ id }) => id !== skill);
  return field('skill', {
    choices: [
      { value: '', label: t('channelSettings.form.skill.none') },
      ...skills.map(({ id, name }) => ({ value: id, label: name })),
      ...(isGone ? [{ value: skill, label: skill }] : []),
    ],
  });
}
