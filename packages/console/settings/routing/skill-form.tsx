// The form of a skill. The key of a new one follows its name until somebody writes another; of one that
// is there it stays, because campaigns and needs name it.
import { useState } from 'react';
import { AssignmentMode } from '@opportune/protocol/rest/team/routing.ts';
import {
  RevisedSkill,
  type Skill,
  type SkillDraft,
  skillLimits,
} from '@opportune/protocol/rest/team/skills.ts';
import { SkillId } from '@opportune/protocol/ids.ts';
import { api } from '../../api/client.ts';
import { SelectField, Switch, TextField, useApiMutation, t } from '../../ui/index.ts';
import { SaveDialog } from '../form/save-dialog.tsx';
import { HoursFields } from './hours-fields.tsx';
import { hoursOf, hoursTextsOf, type HoursTexts } from './hours-texts.ts';
import { keyOf, restOnSkills } from './skills.ts';

const ranks = Array.from({ length: skillLimits.highest }, (_, at) =>
  String(skillLimits.highest - at),
);

interface Fields {
  readonly name: string;
  /** Null: as the name says. */
  readonly key: string | null;
  readonly priority: string;
  /** `nobody`, `anyone`, or `skill:` with its key. */
  readonly to: string;
  readonly afterS: string;
  /** Empty: as the account says. */
  readonly mode: string;
  readonly sameAgent: boolean;
  /** Empty: no service level. */
  readonly withinS: string;
  readonly share: string;
  readonly hours: HoursTexts | null;
}

export function SkillDialog({
  skill,
  skills,
  onClose,
}: {
  skill: RevisedSkill | null;
  skills: readonly Skill[];
  onClose: () => void;
}) {
  const [fields, setFields] = useState(() => fieldsOf(skill));
  const set = (part: Partial<Fields>): void => setFields((now) => ({ ...now, ...part }));
  const key = skill?.id ?? fields.key ?? keyOf(fields.name);
  const others = skills.filter(({ id }) => id !== skill?.id);
  const name = fields.name.trim();
  const nameTaken = others.some((each) => each.name.toLowerCase() === name.toLowerCase());
  const keyTaken = skill === null && others.some(({ id }) => id === key);
  const save = useApiMutation(
    () =>
      skill === null
        ? api.post('/skills', { id: key, ...draftOf(fields) }, RevisedSkill)
        : api.put(`/skills/${skill.id}`, draftOf(fields), RevisedSkill, {
            revision: skill.revision,
          }),
    { invalidates: restOnSkills, onDone: onClose },
  );
  return (
    <SaveDialog
      title={t(skill === null ? 'skills.new' : 'skills.edit')}
      onClose={onClose}
      onSave={() => save.mutate(undefined)}
      disabled={
        save.isPending ||
        name === '' ||
        nameTaken ||
        keyTaken ||
        !SkillId.safeParse(key).success ||
        hoursOf(fields.hours) === undefined
      }
      error={save.error}
    >
      <TextField
        label={t('skills.name')}
        data-autofocus
        required
        maxLength={skillLimits.nameLength}
        value={fields.name}
        error={nameTaken ? t('skills.name.taken') : null}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      {skill === null && (
        <TextField
          label={t('skills.id')}
          hint={t('skills.id.hint')}
          required
          maxLength={64}
          value={key}
          error={keyTaken && !nameTaken ? t('skills.id.taken') : null}
          onChange={(event) => set({ key: event.currentTarget.value })}
        />
      )}
      <SelectField
        label={t('skills.priority')}
        hint={t('skills.priority.hint')}
        value={fields.priority}
        choices={ranks.map((value) => ({ value, label: value }))}
        onChange={(event) => set({ priority: event.currentTarget.value })}
      />
      <SelectField
        label={t('routingSettings.mode')}
        value={fields.mode}
        choices={[
          { value: '', label: t('routingSettings.mode.account') },
          ...AssignmentMode.options.map((value) => ({
            value,
            label: t(`routingSettings.mode.${value}`),
          })),
        ]}
        onChange={(event) => set({ mode: event.currentTarget.value })}
      />
      <SelectField
        label={t('skills.fallback')}
        value={fields.to}
        choices={[
          { value: 'anyone', label: t('skills.fallback.anyone') },
          ...others.map((each) => ({
            value: `skill:${each.id}`,
            label: t('skills.fallback.skill', { name: each.name }),
          })),
          { value: 'nobody', label: t('skills.fallback.nobody') },
        ]}
        onChange={(event) => set({ to: event.currentTarget.value })}
      />
      {fields.to !== 'nobody' && (
        <TextField
          label={t('skills.after')}
          hint={t('skills.after.hint')}
          type="number"
          min={0}
          max={skillLimits.waitS}
          required
          value={fields.afterS}
          onChange={(event) => set({ afterS: event.currentTarget.value })}
        />
      )}
      <HoursFields
        without={t('routingSettings.hours.account')}
        hours={fields.hours}
        onChange={(hours) => set({ hours })}
      />
      <TextField
        label={t('routingSettings.level')}
        hint={t('routingSettings.level.hint')}
        type="number"
        min={5}
        max={skillLimits.waitS}
        value={fields.withinS}
        onChange={(event) => set({ withinS: event.currentTarget.value })}
      />
      {fields.withinS.trim() !== '' && (
        <TextField
          label={t('routingSettings.level.share')}
          type="number"
          min={1}
          max={100}
          required
          value={fields.share}
          onChange={(event) => set({ share: event.currentTarget.value })}
        />
      )}
      <Switch
        label={t('routingSettings.same')}
        checked={fields.sameAgent}
        onChange={(sameAgent) => set({ sameAgent })}
      />
    </SaveDialog>
  );
}

function fieldsOf(skill: Skill | null): Fields {
  const fallback = skill?.fallback ?? { to: 'anyone', afterS: 60 };
  return {
    name: skill?.name ?? '',
    key: null,
    priority: String(skill?.priority ?? skillLimits.usualPriority),
    to: fallback.to === 'skill' ? `skill:${fallback.skill}` : fallback.to,
    afterS: String(fallback.to === 'nobody' ? 60 : fallback.afterS),
    mode: skill?.mode ?? '',
    sameAgent: skill?.sameAgent ?? true,
    withinS: String(skill?.serviceLevel?.withinS ?? ''),
    hours: hoursTextsOf(skill?.hours ?? null),
    share: String(Math.round((skill?.serviceLevel?.share ?? 0.8) * 100)),
  };
}

/** Only of hours that say something: the form is not saved else. */
function draftOf(fields: Fields): SkillDraft {
  const { name, priority, to, afterS, mode, sameAgent, withinS, share } = fields;
  const common = {
    name: name.trim(),
    priority: Number(priority),
    mode: AssignmentMode.safeParse(mode).data ?? null,
    sameAgent,
    hours: hoursOf(fields.hours) ?? null,
    serviceLevel:
      withinS.trim() === '' ? null : { withinS: Number(withinS), share: Number(share) / 100 },
  };
  if (to === 'nobody') return { ...common, fallback: { to } };
  if (to === 'anyone') return { ...common, fallback: { to, afterS: Number(afterS) } };
  const skill = SkillId.parse(to.slice('skill:'.length));
  return { ...common, fallback: { to: 'skill', skill, afterS: Number(afterS) } };
}
