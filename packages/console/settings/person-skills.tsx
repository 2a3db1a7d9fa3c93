// What one person can handle, and how well: a level for each skill of the account, saved together.
import { useState } from 'react';
import type { User } from '@opportune/protocol/rest/account.ts';
import {
  type Skill,
  skillLimits,
  type SkillLevel,
  UserSkills,
} from '@opportune/protocol/rest/skills.ts';
import { api } from '../api/client.ts';
import { SelectField, useApiMutation } from '../ui/index.ts';
import { SaveDialog } from './save-dialog.tsx';
import { k, nameOfSkill, restOnSkills, useAgentSkills, useSkills } from './skills.ts';

const levels = Array.from({ length: skillLimits.highest }, (_, at) =>
  String(skillLimits.highest - at),
);

/** What each person can handle, in words. */
export function useSkillWords(): (user: User) => readonly string[] {
  const skills = useSkills().data?.skills ?? [];
  const all = useAgentSkills();
  return ({ id }) =>
    (all.find((each) => each.user === id)?.skills ?? []).map(({ skill, level }) =>
      k('person.level', { name: nameOfSkill(skills, skill), level }),
    );
}

/** In the row of a person: what they have, which opens the form of it. */
export function PersonSkills({ user }: { user: User }) {
  const [open, setOpen] = useState(false);
  const skills = useSkills().data?.skills ?? [];
  const had = useAgentSkills().find((each) => each.user === user.id)?.skills ?? [];
  const words = useSkillWords()(user).join(', ');
  return (
    <>
      <button
        type="button"
        className="link-button clip"
        aria-label={k('person.change', { name: user.name, skills: words || k('person.none') })}
        onClick={() => setOpen(true)}
      >
        {words === '' ? <span className="t3">{k('person.none')}</span> : words}
      </button>
      {open && (
        <LevelsDialog user={user} skills={skills} had={had} onClose={() => setOpen(false)} />
      )}
    </>
  );
}

function LevelsDialog({
  user,
  skills,
  had,
  onClose,
}: {
  user: User;
  skills: readonly Skill[];
  had: readonly SkillLevel[];
  onClose: () => void;
}) {
  const [chosen, setChosen] = useState<ReadonlyMap<string, number>>(
    () => new Map(had.map(({ skill, level }) => [skill, level])),
  );
  const save = useApiMutation(
    () => {
      const wanted = skills.flatMap(({ id }) => {
        const level = chosen.get(id) ?? 0;
        return level === 0 ? [] : [{ skill: id, level }];
      });
      return api.put(`/users/${user.id}/skills`, { skills: wanted }, UserSkills);
    },
    { invalidates: restOnSkills, onDone: onClose },
  );
  return (
    <SaveDialog
      title={k('person.title', { name: user.name })}
      onClose={onClose}
      onSave={() => save.mutate(undefined)}
      disabled={save.isPending || skills.length === 0}
      error={save.error}
    >
      <p className="t2">{k(skills.length === 0 ? 'person.empty' : 'person.hint')}</p>
      {skills.map(({ id, name }) => (
        <SelectField
          key={id}
          label={name}
          value={String(chosen.get(id) ?? 0)}
          choices={[
            { value: '0', label: k('person.without') },
            ...levels.map((value) => ({ value, label: value })),
          ]}
          onChange={(event) => {
            const level = Number(event.currentTarget.value);
            setChosen((now) => new Map(now).set(id, level));
          }}
        />
      ))}
    </SaveDialog>
  );
}
