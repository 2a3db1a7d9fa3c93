// The list of predefined answers, shared and personal, with search, folders, the form, and import
// and export. Managers have it in the settings, agents on a page of its own.
import { useMemo, useState } from 'react';
import { Empty as EmptyAnswer } from '@opportune/protocol/rest/common.ts';
import {
  AnswerList,
  type PredefinedAnswer,
  type RevisedAnswer,
} from '@opportune/protocol/rest/conversation/answers.ts';
import { RevisedNeedList } from '@opportune/protocol/rest/conversation/needs.ts';
import { api } from '../../api/client.ts';
import { useSession } from '../../session/session.tsx';
import {
  actsColumn,
  Begun,
  Button,
  Empty,
  IconButton,
  NotYet,
  PageHeader,
  say,
  sayError,
  SearchField,
  Segmented,
  SelectField,
  Table,
  useApiMutation,
  useApiQuery,
  useAsk,
  type Column,
  t,
  column,
  choicesOf,
} from '../../ui/index.ts';
import { AnswerDialog } from './answer-form.tsx';
import { AnswerFiles } from './answer-transfer.tsx';
import { filterAnswers, foldersOf, type AnswerFilter } from './answer-filter.ts';
import { nameOfSkill, useSkills } from '../routing/use-skills.ts';
import '../settings.css';
import './answers.css';

/** The page of its own, at /answers. */
export function MyAnswersPage() {
  return (
    <>
      <PageHeader title={t('answers.title')} />
      <AnswersPage alone />
    </>
  );
}

/** `alone`: the page already has a title. */
export function AnswersPage({ alone = false }: { readonly alone?: boolean }) {
  const { data, error, refetch } = useApiQuery('/answers', AnswerList);
  const manager = useSession().user.role !== 'agent';
  const [filter, setFilter] = useState<AnswerFilter>({ words: '', folder: null, whose: 'all' });
  const [open, setOpen] = useState<RevisedAnswer | 'new' | null>(null);
  const answers = useMemo(() => data?.answers ?? [], [data]);
  const folders = useMemo(() => foldersOf(answers), [answers]);
  const shown = useMemo(() => filterAnswers(answers, filter), [answers, filter]);
  const add = (
    <Button variant="primary" icon="plus" onClick={() => setOpen('new')}>
      {t(manager ? 'answers.new' : 'answers.new.own')}
    </Button>
  );
  const form = (answer: RevisedAnswer | null) => (
    <AnswerDialog
      answer={answer}
      folders={folders.map(({ path }) => path).filter((path) => path !== '')}
      folder={filter.folder ?? ''}
      onClose={() => setOpen(null)}
    />
  );
  return (
    <div className="settings-body wide" tabIndex={0} role="region" aria-label={t('answers.title')}>
      <div className="row settings-head answers-head">
        <div className="grow">
          {!alone && <h2 className="settings-title">{t('answers.title')}</h2>}
          <p className="t2">{t(manager ? 'answers.text' : 'answers.text.agent')}</p>
        </div>
        <div className="row answers-acts">
          {data !== undefined && <AnswerFiles answers={shown} manager={manager} />}
          {answers.length > 0 && add}
        </div>
      </div>
      {answers.length > 0 && <Filter filter={filter} folders={folders} onChange={setFilter} />}
      {data === undefined ? (
        <NotYet error={error} rows={6} columns={4} onRetry={() => void refetch()} />
      ) : answers.length === 0 ? (
        <Empty title={t('answers.empty.title')} text={t('answers.empty.text')}>
          {add}
        </Empty>
      ) : shown.length === 0 ? (
        <Empty title={t('answers.none.title')} text={t('answers.none.text')} />
      ) : (
        <Answers answers={shown} manager={manager} onOpen={setOpen} />
      )}
      {open === 'new' && form(null)}
      {open !== null && open !== 'new' && (
        <Begun key={open.id} now={answers.find(({ id }) => id === open.id)} reread={refetch}>
          {form}
        </Begun>
      )}
    </div>
  );
}

interface FilterProps {
  readonly filter: AnswerFilter;
  readonly folders: ReturnType<typeof foldersOf>;
  readonly onChange: (filter: AnswerFilter) => void;
}

function Filter({ filter, folders, onChange }: FilterProps) {
  const named = (path: string): string => (path === '' ? t('answers.folder.none') : path);
  return (
    <div className="answers-filter">
      <SearchField
        label={t('answers.search')}
        value={filter.words}
        width={240}
        onChange={(words) => onChange({ ...filter, words })}
      />
      <SelectField
        label={t('answers.folder')}
        value={filter.folder === null ? 'all' : `in:${filter.folder}`}
        choices={[
          { value: 'all', label: t('answers.folder.all') },
          ...folders.map(({ path, many }) => ({
            value: `in:${path}`,
            label: t('answers.folder.n', { name: named(path), n: many }),
          })),
        ]}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...filter, folder: value === 'all' ? null : value.slice('in:'.length) })
        }
      />
      <Segmented
        label={t('answers.whose')}
        value={filter.whose}
        choices={choicesOf(['all', 'shared', 'own'] as const, (value) =>
          t(`answers.whose.${value}`),
        )}
        onChange={(whose) => onChange({ ...filter, whose })}
      />
    </div>
  );
}

interface AnswersProps {
  readonly answers: readonly RevisedAnswer[];
  readonly manager: boolean;
  readonly onOpen: (answer: RevisedAnswer) => void;
}

function Answers({ answers, manager, onOpen }: AnswersProps) {
  const skills = useSkills().data?.skills ?? [];
  const remove = useRemove();
  const needs = useApiQuery('/needs', RevisedNeedList).data?.needs ?? [];
  const forWhom = ({ skill, language, needs: tied }: PredefinedAnswer): string =>
    [
      skill === null ? null : nameOfSkill(skills, skill),
      language,
      ...needs.filter(({ id }) => tied.includes(id)).map(({ name }) => name),
    ]
      .filter((part) => part !== null)
      .join(' · ');
  const columns: readonly Column<RevisedAnswer>[] = [
    column('answers.shortcut', 170, (answer) => (
      <button type="button" className="link-button code answers-key" onClick={() => onOpen(answer)}>
        /{answer.shortcut}
      </button>
    )),
    column('answers.answer', ({ title, text, own }) => (
      <div className="answers-cell">
        <span className="row">
          <span className="medium clip">{title}</span>
          {own && <span className="tag">{t('answers.whose.own')}</span>}
        </span>
        <span className="clip small t3">{text}</span>
      </div>
    )),
    column('answers.folder', 150, ({ folder }) => <span className="t2 clip">{folder}</span>),
    column('answers.for', 150, (answer) => <span className="t2 clip">{forWhom(answer)}</span>),
    actsColumn(
      'answers.remove.act',
      52,
      (answer) =>
        (manager || answer.own) && (
          <IconButton
            icon="trash"
            label={t('answers.remove', { name: answer.title })}
            onClick={() => remove(answer)}
          />
        ),
    ),
  ];
  return (
    <div className="table-scroll">
      <Table
        caption={t('answers.title')}
        className="flat answers-table"
        columns={columns}
        rows={answers}
        rowKey={({ id }) => id}
      />
    </div>
  );
}

function useRemove(): (answer: PredefinedAnswer) => void {
  const ask = useAsk();
  const remove = useApiMutation(
    ({ id, own }: PredefinedAnswer) =>
      api.delete(`${own ? '/my-answers' : '/answers'}/${encodeURIComponent(id)}`, EmptyAnswer),
    {
      invalidates: ['/answers'],
      onDone: (_, { shortcut }) => say(t('answers.removed', { name: shortcut })),
    },
  );
  return (answer) =>
    ask({
      title: t('answers.remove.title', { name: answer.shortcut }),
      text: t('answers.remove.text'),
      action: t('answers.remove.act'),
      onConfirm: () => remove.mutate(answer, { onError: sayError }),
    });
}
