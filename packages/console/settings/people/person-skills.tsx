// What one person can handle, and how well: a level for each skill of the account, saved together.
import { useState } from 'react';
import type { User } from '@opportune/protocol/rest/account.ts';
import {
  type Skill,
  skillLimits,
  RevisedUserSkills,
  type UserSkills,
} from '@opportune/protocol/rest/team/skills.ts';
import { api } from '../../api/client.ts';
import { Begun, invalidate, SelectField, useApiMutation, t } from '../../ui/index.ts';
import { SaveDialog } from '../form/save-dialog.tsx';
import { nameOfSkill, restOnSkills, useAgentSkills, useSkills } from '../routing/skills.ts';

const levels = Array.from({ length: skillLimits.highest }, (_, at) =>
  String(skillLimits.highest - at),
);

type Had = UserSkills & { readonly revision?: string };
/** Of whoever is disabled, who is on no list. */
const none: Had = { skills: [] };

/** What each person can handle, in words. */
export function useSkillWords(): (user: User) => readonly string[] {
  const skills = useSkills().data?.skills ?? [];
  const all = useAgentSkills();
  return ({ id }) =>
    (all.find((each) => each.user === id)?.skills ?? []).map(({ skill, level }) =>
      t('skills.person.level', { name: nameOfSkill(skills, skill), level }),
    );
}

/** In the row of a person: what they have, which opens the form of it. */
export function PersonSkills({ user }: { user: User }) {
  const [open, setOpen] = useState(false);
  const skills = useSkills().data?.skills ?? [];
  const all = useAgentSkills();
  const had = all.find((each) => each.user === user.id) ?? none;
  const words = useSkillWords()(user).join(', ');
  return (
    <>
      <button
        type="button"
        className="link-button clip"
        aria-label={t('skills.person.change', {
          name: user.name,
          skills: words || t('skills.person.none'),
        })}
        onClick={() => setOpen(true)}
      >
        {words === '' ? <span className="t3">{t('skills.person.none')}</span> : words}
      </button>
      {open && (
        <Begun now={had} reread={() => invalidate('/agent-skills')}>
          {(begun) => (
            <LevelsDialog user={user} skills={skills} had={begun} onClose={() => setOpen(false)} />
          )}
        </Begun>
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
  had: Had;
  onClose: () => void;
}) {
  const [chosen, setChosen] = useState<ReadonlyMap<string, number>>(
    () => new Map(had.skills.map(({ skill, level }) => [skill, level])),
  );
  const save = useApiMutation(
    () => {
      const wanted = skills.flatMap(({ id }) => {
        const level = chosen.get(id) ?? 0;
        return level === 0 ? [] : [{ skill: id, level }];
      });
      const path = `/users/${user.id}/skills`;
      return api.put(path, { skills: wanted }, RevisedUserSkills, { revision: had.revision });
    },
    { invalidates: restOnSkills, onDone: onClose },
  );
  return (
    <SaveDialog
      title={t('skills.person.title', { name: user.name })}
      onClose={onClose}
      onSave={() => save.mutate(undefined)}
      disabled={save.isPending || skills.length === 0}
      error={save.error}
    >
      <p className="t2">{t(skills.length === 0 ? 'skills.person.empty' : 'skills.person.hint')}</p>
      {skills.map(({ id, name }) => (
        <SelectField
          key={id}
          label={name}
          value={String(chosen.get(id) ?? 0)}
          choices={[
            { value: '0', label: t('skills.person.without') },
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
