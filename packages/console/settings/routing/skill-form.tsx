// The form of a skill. The key of a new skill follows its name until somebody edits it. The key of
// an existing skill cannot change, because campaigns and needs refer to it.
import { z } from 'zod';
import { AssignmentMode } from '@opportune/protocol/rest/team/routing.ts';
import {
  RevisedSkill,
  type Skill,
  type SkillDraft,
  skillLimits,
} from '@opportune/protocol/rest/team/skills.ts';
import { SkillId } from '@opportune/protocol/ids.ts';
import { t, choicesOf } from '../../ui/index.ts';
import { FormDialog } from '../form/form-frame.tsx';
import { saveRow } from '../form/save-row.ts';
import { useForm, type FormOf } from '../form/use-form.tsx';
import { HoursFields } from './hours-fields.tsx';
import { hoursOf, hoursTextsOf, type HoursTexts } from './hours-texts.ts';
import { keyOf, restOnSkills } from './use-skills.ts';

const ranks = Array.from({ length: skillLimits.highest }, (_, at) => {
  const rank = String(skillLimits.highest - at);
  return { value: rank, label: rank };
});

const Fields = z.object({
  name: z.string().trim().min(1).max(skillLimits.nameLength),
  id: z
    .string()
    .min(1)
    .max(64)
    .refine((id) => SkillId.safeParse(id).success),
  priority: z.string(),
  /** `nobody`, `anyone`, or `skill:` with its key. */
  fallback: z.string(),
  after: z.number().min(0).max(skillLimits.waitS).nullable(),
  /** Empty for the account's mode. */
  mode: z.string(),
  sameAgent: z.boolean(),
  /** Null for no service level. */
  withinS: z.number().min(5).max(skillLimits.waitS).nullable(),
  share: z.number().min(1).max(100).nullable(),
  hours: z.custom<HoursTexts | null>(),
});
type Fields = z.infer<typeof Fields>;

interface SkillDialogProps {
  readonly skill: RevisedSkill | null;
  readonly skills: readonly Skill[];
  readonly onClose: () => void;
}

export function SkillDialog({ skill, skills, onClose }: SkillDialogProps) {
  const form = useForm({
    schema: Fields,
    value: fieldsOf(skill),
    words: 'skills',
    save: (fields) =>
      saveRow(
        '/skills',
        RevisedSkill,
        skill,
      )({
        ...(skill === null ? { id: fields.id } : {}),
        ...draftOf(fields),
      }),
    invalidates: restOnSkills,
    onDone: onClose,
  });
  const { field, fields, set } = form;
  const others = skills.filter(({ id }) => id !== skill?.id);
  const name = fields.name.trim().toLowerCase();
  const nameTaken = others.some((each) => each.name.toLowerCase() === name);
  const keyTaken = skill === null && others.some(({ id }) => id === fields.id);
  const follow = (next: string) =>
    skill === null && fields.id === keyOf(fields.name) ? { id: keyOf(next) } : {};
  return (
    <FormDialog
      form={form}
      title={t(skill === null ? 'skills.new' : 'skills.edit')}
      onClose={onClose}
      held={hoursOf(fields.hours) === undefined || !SkillId.safeParse(fields.id).success}
    >
      {field('name', {
        input: { 'data-autofocus': true },
        error: nameTaken ? t('skills.name.taken') : null,
        also: follow,
      })}
      {skill === null &&
        field('id', { error: keyTaken && !nameTaken ? t('skills.id.taken') : null })}
      {field('priority', { choices: ranks })}
      {field('mode', {
        label: t('routingSettings.mode'),
        choices: [
          { value: '', label: t('routingSettings.mode.account') },
          ...choicesOf(AssignmentMode.options, (value) => t(`routingSettings.mode.${value}`)),
        ],
      })}
      <Fallback {...form} others={others} />
      <HoursFields
        without={t('routingSettings.hours.account')}
        hours={fields.hours}
        onChange={(hours) => set({ hours })}
      />
      <ServiceLevel {...form} />
      {field('sameAgent', { label: t('routingSettings.same') })}
    </FormDialog>
  );
}

type SkillForm = FormOf<Fields, 'skills'>;

function Fallback({ field, fields, others }: SkillForm & { others: readonly Skill[] }) {
  return (
    <>
      {field('fallback', {
        choices: [
          { value: 'anyone', label: t('skills.fallback.anyone') },
          ...others.map(({ id, name }) => ({
            value: `skill:${id}`,
            label: t('skills.fallback.skill', { name }),
          })),
          { value: 'nobody', label: t('skills.fallback.nobody') },
        ],
      })}
      {fields.fallback !== 'nobody' && field('after', { required: true })}
    </>
  );
}

function ServiceLevel({ field, fields }: SkillForm) {
  return (
    <>
      {field('withinS', {
        label: t('routingSettings.level'),
        hint: t('routingSettings.level.hint'),
      })}
      {fields.withinS.trim() !== '' &&
        field('share', { label: t('routingSettings.level.share'), required: true })}
    </>
  );
}

function fieldsOf(skill: Skill | null): Fields {
  const fallback = skill?.fallback ?? { to: 'anyone', afterS: 60 };
  return {
    name: skill?.name ?? '',
    id: skill?.id ?? '',
    priority: String(skill?.priority ?? skillLimits.usualPriority),
    fallback: fallback.to === 'skill' ? `skill:${fallback.skill}` : fallback.to,
    after: fallback.to === 'nobody' ? 60 : fallback.afterS,
    mode: skill?.mode ?? '',
    sameAgent: skill?.sameAgent ?? true,
    withinS: skill?.serviceLevel?.withinS ?? null,
    share: Math.round((skill?.serviceLevel?.share ?? 0.8) * 100),
    hours: hoursTextsOf(skill?.hours ?? null),
  };
}

/** Requires valid hours: otherwise the form cannot be saved. */
function draftOf({ name, priority, mode, sameAgent, withinS, share, ...rest }: Fields): SkillDraft {
  return {
    name,
    priority: Number(priority),
    mode: AssignmentMode.safeParse(mode).data ?? null,
    sameAgent,
    hours: hoursOf(rest.hours) ?? null,
    serviceLevel: withinS === null ? null : { withinS, share: (share ?? 0) / 100 },
    fallback: fallbackOf(rest),
  };
}

function fallbackOf({
  fallback,
  after,
}: Pick<Fields, 'fallback' | 'after'>): SkillDraft['fallback'] {
  const afterS = after ?? 0;
  if (fallback === 'nobody') return { to: 'nobody' };
  if (fallback === 'anyone') return { to: 'anyone', afterS };
  return { to: 'skill', skill: SkillId.parse(fallback.slice('skill:'.length)), afterS };
}
