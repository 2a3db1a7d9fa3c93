// The skills of one person: a level for each skill of the account, all saved together.
import { useState } from 'react';
import { z } from 'zod';
import type { User } from '@opportune/protocol/rest/account.ts';
import {
  type Skill,
  skillLimits,
  RevisedUserSkills,
  type UserSkills,
} from '@opportune/protocol/rest/team/skills.ts';
import { api } from '../../api/client.ts';
import { Begun, invalidate, t, choicesOf } from '../../ui/index.ts';
import { FormDialog } from '../form/form-frame.tsx';
import { useForm } from '../form/use-form.tsx';
import { nameOfSkill, restOnSkills, useAgentSkills, useSkills } from '../routing/use-skills.ts';

const levels = Array.from({ length: skillLimits.highest }, (_, at) =>
  String(skillLimits.highest - at),
);

type Had = UserSkills & { readonly revision?: string };
/** For disabled people, who are not in the list. */
const none: Had = { skills: [] };

/** The skills of each person in words. */
export function useSkillWords(): (user: User) => readonly string[] {
  const skills = useSkills().data?.skills ?? [];
  const all = useAgentSkills();
  return ({ id }) =>
    (all.find((each) => each.user === id)?.skills ?? []).map(({ skill, level }) =>
      t('skills.person.level', { name: nameOfSkill(skills, skill), level }),
    );
}

/** In the row of a person: their skills, as a button that opens the form. */
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

interface LevelsDialogProps {
  readonly user: User;
  readonly skills: readonly Skill[];
  readonly had: Had;
  readonly onClose: () => void;
}

function LevelsDialog({ user, skills, had, onClose }: LevelsDialogProps) {
  const form = useForm({
    schema: z.object(Object.fromEntries(skills.map(({ id }) => [id, z.number()]))),
    value: Object.fromEntries(
      skills.map(({ id }) => [id, had.skills.find(({ skill }) => skill === id)?.level ?? 0]),
    ),
    words: 'skills.person',
    save: (levelOf) => {
      const wanted = skills.flatMap(({ id }) => {
        const level = levelOf[id] ?? 0;
        return level === 0 ? [] : [{ skill: id, level }];
      });
      const path = `/users/${user.id}/skills`;
      return api.put(path, { skills: wanted }, RevisedUserSkills, { revision: had.revision });
    },
    invalidates: restOnSkills,
    onDone: onClose,
  });
  return (
    <FormDialog
      form={form}
      title={t('skills.person.title', { name: user.name })}
      onClose={onClose}
      held={skills.length === 0}
    >
      <p className="t2">{t(skills.length === 0 ? 'skills.person.empty' : 'skills.person.hint')}</p>
      {skills.map(({ id, name }) =>
        form.field(id, {
          label: name,
          choices: [
            { value: '0', label: t('skills.person.without') },
            ...choicesOf(levels, (value) => value),
          ],
        }),
      )}
    </FormDialog>
  );
}
