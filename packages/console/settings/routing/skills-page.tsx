// The skills of the account: what agents can handle, which is worth a head start, and who else takes a
// conversation whose skill nobody is free for. Who has which is on the page of people.
import { Empty } from '@opportune/protocol/rest/common.ts';
import type { Skill } from '@opportune/protocol/rest/team/skills.ts';
import { api } from '../../api/client.ts';
import { say, sayError, useApiMutation, useAsk, type Column } from '../../ui/index.ts';
import { EditableList } from '../form/editable-list.tsx';
import { SkillDialog } from './skill-form.tsx';
import { k, nameOfSkill, restOnSkills, useSkills } from './skills.ts';

export function SkillsPage() {
  const { data, error, refetch } = useSkills();
  const skills = data?.skills ?? [];
  return (
    <EditableList
      words={{
        title: k('title'),
        text: k('text'),
        add: k('new'),
        name: k('name'),
        empty: { title: k('empty.title'), text: k('empty.text') },
      }}
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
    onDone: (_, { name }) => say(k('removed', { name })),
  });
  return (skill) =>
    ask({
      title: k('remove.title', { name: skill.name }),
      text: k('remove.text'),
      action: k('remove'),
      onConfirm: () => remove.mutate(skill, { onError: sayError }),
    });
}

function columns(skills: readonly Skill[]): readonly Column<Skill>[] {
  return [
    { key: 'id', head: k('id'), width: 150, cell: ({ id }) => <span className="code">{id}</span> },
    {
      key: 'agents',
      head: k('agents'),
      width: 110,
      align: 'right',
      cell: ({ agents }) => (agents === 0 ? k('agents.none') : agents),
    },
    {
      key: 'priority',
      head: k('priority'),
      width: 80,
      align: 'right',
      cell: ({ priority }) => priority,
    },
    {
      key: 'fallback',
      head: k('fallback'),
      cell: (skill) => <span className="t2">{fallbackOf(skill, skills)}</span>,
    },
  ];
}

function fallbackOf({ fallback }: Skill, skills: readonly Skill[]): string {
  if (fallback.to === 'nobody') return k('then.nobody');
  const whom =
    fallback.to === 'anyone'
      ? k('fallback.anyone')
      : k('fallback.skill', { name: nameOfSkill(skills, fallback.skill) });
  return k('then.after', { whom, n: fallback.afterS });
}
