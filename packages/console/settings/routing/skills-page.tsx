// The skills of the account: what agents can handle, each skill's priority, and who takes a
// conversation if nobody with the skill is free. The page of people shows who has which.
import { Empty } from '@opportune/protocol/rest/common.ts';
import type { Skill } from '@opportune/protocol/rest/team/skills.ts';
import { api } from '../../api/client.ts';
import {
  say,
  sayError,
  useApiMutation,
  useAsk,
  type Column,
  t,
  column,
  figureColumn,
} from '../../ui/index.ts';
import { EditableList, type ListWords } from '../form/editable-list.tsx';
import { SkillDialog } from './skill-form.tsx';
import { nameOfSkill, restOnSkills, useSkills } from './use-skills.ts';

export function SkillsPage() {
  const { data, error, refetch } = useSkills();
  const skills = data?.skills ?? [];
  return (
    <EditableList
      words={words()}
      rows={data?.skills}
      error={error}
      onRetry={() => void refetch()}
      columns={columns(skills)}
      rowKey={({ id }) => id}
      phoneLine={(skill) => fallbackOf(skill, skills)}
      onRemove={useRemove()}
      form={(skill, close) => <SkillDialog skill={skill} skills={skills} onClose={close} />}
    />
  );
}

function useRemove(): (skill: Skill) => void {
  const ask = useAsk();
  const remove = useApiMutation(({ id }: Skill) => api.delete(`/skills/${id}`, Empty), {
    invalidates: restOnSkills,
    onDone: (_, { name }) => say(t('skills.removed', { name })),
  });
  return (skill) =>
    ask({
      title: t('skills.remove.title', { name: skill.name }),
      text: t('skills.remove.text'),
      action: t('skills.remove'),
      onConfirm: () => remove.mutate(skill, { onError: sayError }),
    });
}

const words = (): ListWords => ({
  title: t('skills.title'),
  text: t('skills.text'),
  add: t('skills.new'),
  name: t('skills.name'),
  empty: { title: t('skills.empty.title'), text: t('skills.empty.text') },
});

function columns(skills: readonly Skill[]): readonly Column<Skill>[] {
  return [
    column('skills.id', 150, ({ id }) => <span className="code">{id}</span>),
    figureColumn('skills.agents', 110, ({ agents }) =>
      agents === 0 ? t('skills.agents.none') : agents,
    ),
    figureColumn('skills.priority', 80, ({ priority }) => priority),
    column('skills.fallback', (skill) => <span className="t2">{fallbackOf(skill, skills)}</span>),
  ];
}

function fallbackOf({ fallback }: Skill, skills: readonly Skill[]): string {
  if (fallback.to === 'nobody') return t('skills.then.nobody');
  const whom =
    fallback.to === 'anyone'
      ? t('skills.fallback.anyone')
      : t('skills.fallback.skill', { name: nameOfSkill(skills, fallback.skill) });
  return t('skills.then.after', { whom, n: fallback.afterS });
}
