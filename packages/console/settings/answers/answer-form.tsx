// The form of one predefined answer. Variables are inserted where the caret stands; a shared answer
// is for managers to change, others read it.
import { useId, useRef, useState } from 'react';
import {
  AnswerDraft,
  answerLimits,
  answerVariables,
  RevisedAnswer,
} from '@opportune/protocol/rest/conversation/answers.ts';
import type { NeedId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits.ts';
import { api, ApiProblem } from '../../api/client.ts';
import { variableWords } from '../../inbox/answer-words.ts';
import { useSession } from '../../session/session.tsx';
import {
  Field,
  Segmented,
  SelectField,
  TextField,
  useApiMutation,
  fieldError,
  t,
} from '../../ui/index.ts';
import { AnswerNeeds } from './answer-needs.tsx';
import { SaveDialog } from '../form/save-dialog.tsx';
import { keyOf, useSkills } from '../routing/skills.ts';

interface Fields {
  readonly title: string;
  /** Null: as the title says. */
  readonly shortcut: string | null;
  readonly text: string;
  readonly folder: string;
  readonly skill: string;
  readonly language: string;
  readonly needs: readonly NeedId[];
  readonly own: boolean;
}

export function AnswerDialog(props: {
  answer: RevisedAnswer | null;
  folders: readonly string[];
  /** Where a new one goes. */
  folder: string;
  onClose: () => void;
}) {
  const { answer, folders, onClose } = props;
  const manager = useSession().user.role !== 'agent';
  const [fields, setFields] = useState<Fields>(() => fieldsOf(answer, props.folder, manager));
  const set = (part: Partial<Fields>): void => setFields((now) => ({ ...now, ...part }));
  const skills = useSkills().data?.skills ?? [];
  const isGone = fields.skill !== '' && skills.every(({ id }) => id !== fields.skill);
  const ids = { folders: useId(), languages: useId() };
  const shortcut = fields.shortcut ?? keyOf(fields.title).slice(0, answerLimits.shortcutLength);
  const draft = AnswerDraft.safeParse(draftOf(fields, shortcut));
  const list = fields.own ? '/my-answers' : '/answers';
  const save = useApiMutation(
    () =>
      answer === null
        ? api.post(list, draft.data, RevisedAnswer)
        : api.put(`${list}/${encodeURIComponent(answer.id)}`, draft.data, RevisedAnswer, {
            revision: answer.revision,
          }),
    { invalidates: ['/answers'], onDone: onClose },
  );
  const at = save.error instanceof ApiProblem ? save.error.problem.path : undefined;
  const errorAt = (path: string): string | null => (at === path ? fieldError(save.error) : null);
  const readOnly = answer !== null && !answer.own && !manager;
  return (
    <SaveDialog
      title={title(answer, readOnly)}
      width={560}
      onClose={onClose}
      onSave={() => (readOnly ? onClose() : save.mutate(undefined))}
      disabled={!readOnly && (save.isPending || !draft.success)}
      error={at === 'text' || at === 'shortcut' ? null : save.error}
    >
      <fieldset className="bare settings-form" disabled={readOnly}>
        <TextField
          label={t('answers.name')}
          data-autofocus
          required
          maxLength={answerLimits.titleLength}
          value={fields.title}
          onChange={(event) => set({ title: event.currentTarget.value })}
        />
        <TextField
          label={t('answers.shortcut')}
          hint={t('answers.shortcut.hint')}
          error={errorAt('shortcut')}
          required
          maxLength={answerLimits.shortcutLength}
          value={shortcut}
          onChange={(event) => set({ shortcut: event.currentTarget.value.replace(/^\/+/, '') })}
        />
        <Words text={fields.text} error={errorAt('text')} onChange={(text) => set({ text })} />
        <div className="two">
          <TextField
            label={t('answers.folder')}
            hint={t('answers.folder.hint')}
            list={ids.folders}
            maxLength={answerLimits.folderLength}
            value={fields.folder}
            onChange={(event) => set({ folder: event.currentTarget.value })}
          />
          <TextField
            label={t('answers.language')}
            hint={t('answers.language.hint')}
            placeholder={t('answers.language.all')}
            maxLength={35}
            value={fields.language}
            onChange={(event) => set({ language: event.currentTarget.value })}
          />
        </div>
        <datalist id={ids.folders}>
          {folders.map((folder) => (
            <option key={folder} value={folder} />
          ))}
        </datalist>
        {(skills.length > 0 || fields.skill !== '') && (
          <SelectField
            label={t('answers.skill')}
            value={fields.skill}
            choices={[
              { value: '', label: t('answers.skill.all') },
              ...skills.map(({ id, name }) => ({ value: id as string, label: name })),
              // One that was removed since: what would be saved is what is shown.
              ...(isGone ? [{ value: fields.skill, label: fields.skill }] : []),
            ]}
            onChange={(event) => set({ skill: event.currentTarget.value })}
          />
        )}
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
              choices={[
                { value: 'shared', label: t('answers.shared') },
                { value: 'own', label: t('answers.own') },
              ]}
              onChange={(whose) => set({ own: whose === 'own' })}
            />
          </div>
        )}
      </fieldset>
    </SaveDialog>
  );
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

function fieldsOf(answer: RevisedAnswer | null, folder: string, manager: boolean): Fields {
  if (answer === null)
    return {
      ...{ title: '', shortcut: null, text: '', folder, skill: '', language: '', needs: [] },
      own: !manager,
    };
  const { title: called, shortcut, text, skill, language, needs, own } = answer;
  return {
    title: called,
    shortcut,
    text,
    folder: answer.folder,
    skill: skill ?? '',
    language: language ?? '',
    needs,
    own,
  };
}

function draftOf(
  { title: called, text, folder, skill, language, needs }: Fields,
  shortcut: string,
) {
  return {
    title: called,
    shortcut,
    text,
    folder,
    skill: skill === '' ? null : skill,
    language: language.trim() === '' ? null : language.trim(),
    needs,
  };
}
