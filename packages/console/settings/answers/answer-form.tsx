// The form of one predefined answer. Variables are inserted at the caret. Only managers can change
// shared answers; agents can read them.
import { useRef } from 'react';
import { z } from 'zod';
import {
  AnswerDraft,
  answerLimits,
  answerVariables,
  RevisedAnswer,
} from '@opportune/protocol/rest/conversation/answers.ts';
import type { NeedId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { variableWords } from '../../inbox/answer-words.ts';
import { useSession } from '../../session/session.tsx';
import { Field, Segmented, t, choicesOf } from '../../ui/index.ts';
import { FormDialog } from '../form/form-frame.tsx';
import { saveRow } from '../form/save-row.ts';
import { useForm, type FormOf } from '../form/use-form.tsx';
import { keyOf, useSkills } from '../routing/use-skills.ts';
import { AnswerNeeds } from './answer-needs.tsx';

const Fields = z.object({
  name: z.string().trim().min(1).max(answerLimits.titleLength),
  shortcut: z.string().trim().min(1).max(answerLimits.shortcutLength),
  text: z.string(),
  folder: z.string().max(answerLimits.folderLength),
  skill: z.string().nullable(),
  language: z.string().trim().max(35).nullable(),
  needs: z.custom<readonly NeedId[]>(),
  own: z.boolean(),
});
type Fields = z.infer<typeof Fields>;

interface AnswerDialogProps {
  readonly answer: RevisedAnswer | null;
  readonly folders: readonly string[];
  /** The folder of a new answer. */
  readonly folder: string;
  readonly onClose: () => void;
}

export function AnswerDialog(props: AnswerDialogProps) {
  const { answer, folders, onClose } = props;
  const manager = useSession().user.role !== 'agent';
  const readOnly = answer !== null && !answer.own && !manager;
  const form = useForm({
    schema: Fields,
    value: fieldsOf(answer, props.folder, manager),
    words: 'answers',
    before: (_, save) => (readOnly ? onClose() : save()),
    save: (written) =>
      saveRow(written.own ? '/my-answers' : '/answers', RevisedAnswer, answer)(draftOf(written)),
    invalidates: ['/answers'],
    onDone: onClose,
  });
  const { field, fields, set, wrong } = form;
  const isSound = form.draft !== null && AnswerDraft.safeParse(draftOf(form.draft)).success;
  // The shortcut of a new answer follows its name until somebody edits it.
  const follow = (name: string) =>
    answer === null && fields.shortcut === shortcutOf(fields.name)
      ? { shortcut: shortcutOf(name) }
      : {};
  return (
    <FormDialog
      form={form}
      title={title(answer, readOnly)}
      width={560}
      onClose={onClose}
      held={!readOnly && !isSound}
    >
      <fieldset className="bare settings-form" disabled={readOnly}>
        {field('name', { input: { 'data-autofocus': true }, at: 'title', also: follow })}
        {field('shortcut', { also: (text) => ({ shortcut: text.replace(/^\/+/, '') }) })}
        <Words text={fields.text} error={wrong('text')} onChange={(text) => set({ text })} />
        <div className="two">
          {field('folder', { suggestions: choicesOf(folders, (value) => value) })}
          {field('language', { input: { placeholder: t('answers.language.all') } })}
        </div>
        <SkillField field={field} skill={fields.skill} />
        <AnswerNeeds
          chosen={fields.needs}
          readOnly={readOnly}
          onChange={(needs) => set({ needs })}
        />
        {answer === null && manager && (
          <div>
            <Segmented
              label={t('answers.shared.label')}
              value={fields.own ? 'own' : 'shared'}
              choices={choicesOf(['shared', 'own'] as const, (value) => t(`answers.${value}`))}
              onChange={(whose) => set({ own: whose === 'own' })}
            />
          </div>
        )}
      </fieldset>
    </FormDialog>
  );
}

function SkillField({
  field,
  skill,
}: Pick<FormOf<Fields, 'answers'>, 'field'> & { skill: string }) {
  const skills = useSkills().data?.skills ?? [];
  if (skills.length === 0 && skill === '') return null;
  const isGone = skill !== '' && skills.every(({ id }) => id !== skill);
  return field('skill', {
    choices: [
      { value: '', label: t('answers.skill.all') },
      ...skills.map(({ id, name }) => ({ value: id, label: name })),
      // A skill that was removed since stays a choice, so that what is shown is what would be
      // saved.
      ...(isGone ? [{ value: skill, label: skill }] : []),
    ],
  });
}

function Words(props: { text: string; error: string | null; onChange: (text: string) => void }) {
  const { text, error, onChange } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const insert = (variable: string): void => {
    const at = area.current?.selectionStart ?? text.length;
    const end = area.current?.selectionEnd ?? at;
    onChange(`${text.slice(0, at)}{{${variable}}}${text.slice(end)}`);
    area.current?.focus();
  };
  return (
    <div className="answer-words">
      <Field label={t('answers.words')} error={error}>
        {(ids) => (
          <textarea
            {...ids}
            ref={area}
            className="input area"
            rows={5}
            required
            maxLength={conversationLimits.messageLength}
            value={text}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        )}
      </Field>
      <div className="answer-variables" role="group" aria-label={t('answers.insert')}>
        {answerVariables.map((variable) => (
          <button
            key={variable}
            type="button"
            className="chip"
            title={`{{${variable}}}`}
            onClick={() => insert(variable)}
          >
            {variableWords(variable)}
          </button>
        ))}
      </div>
      <p className="field-hint">{t('answers.insert.hint')}</p>
    </div>
  );
}

function title(answer: RevisedAnswer | null, readOnly: boolean): string {
  if (answer === null) return t('answers.new');
  return t(readOnly ? 'answers.view' : 'answers.edit');
}

function shortcutOf(name: string): string {
  return keyOf(name).slice(0, answerLimits.shortcutLength);
}

function fieldsOf(answer: RevisedAnswer | null, folder: string, manager: boolean): Fields {
  return answer === null
    ? {
        ...{ name: '', shortcut: '', text: '', folder, skill: null, language: null, needs: [] },
        own: !manager,
      }
    : { ...answer, name: answer.title };
}

function draftOf({ name, shortcut, text, folder, skill, language, needs }: Fields) {
  return { title: name, shortcut, text, folder, skill, language, needs };
}
