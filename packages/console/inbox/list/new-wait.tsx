// What a new contact would wait now: in the list above those who wait, and on the team's page by
// skill.
import { SkillList } from '@opportune/protocol/rest/team/skills.ts';
import { useApiQuery, useStore, t } from '../../ui/index.ts';
import { rooms, waitsOf, waitWords } from '../room.ts';
import './waiting.css';

export function NewWait() {
  const wait = useStore(rooms, (all) => waitWords(all['*']?.waitS));
  if (wait === null) return null;
  return (
    <p className="t3 small group-said" title={t('before.wait.hint')}>
      {t('before.wait.new', { wait })}
    </p>
  );
}

/** Everybody's wait, then those of skills that differ from it. Empty if nobody has to wait. */
export function useWaits(): string {
  const all = useStore(rooms, (value) => value);
  const skills = useApiQuery('/skills', SkillList).data?.skills ?? [];
  const nameOf = (id: string): string => skills.find((each) => each.id === id)?.name ?? id;
  return waitsOf(all)
    .map(({ skill, wait }) =>
      skill === null
        ? t('before.wait.new', { wait })
        : t('before.wait.ofSkill', { skill: nameOf(skill), wait }),
    )
    .join(' · ');
}
