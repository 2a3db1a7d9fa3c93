// A list of what the account has made for itself: the name opens a row's form, a button the form of
// a new one, and the bin at the end of a row removes it. What is asked before that is the caller's.
// A form goes on from the row that it was opened with, though others change it meanwhile.
import { useState, type ReactNode } from 'react';
import { Empty as EmptyAnswer } from '@opportune/protocol/rest/common.ts';
import { api } from '../../api/client.ts';
import {
  actsColumn,
  Begun,
  IconButton,
  say,
  sayError,
  StaleWays,
  useApiMutation,
  useAsk,
  type Column,
  t,
} from '../../ui/index.ts';
import { SettingsList, type SettingsListProps } from './settings-list.tsx';

interface Named {
  readonly name: string;
  /** Of a row that is saved by itself. */
  readonly revision?: string | undefined;
}

/** The words of a list that change from one to the next. */
export interface ListWords {
  readonly title: string;
  readonly text: string;
  readonly add: string;
  /** The head of the names. */
  readonly name: string;
  readonly empty: { readonly title: string; readonly text: string };
}

export interface EditableListProps<Row extends Named> extends Pick<
  SettingsListProps<Row>,
  'rows' | 'error' | 'onRetry' | 'rowKey' | 'phoneLine' | 'children'
> {
  readonly words: ListWords;
  /** Nothing can be added yet. */
  readonly fixed?: boolean;
  readonly nameWidth?: number;
  /** What stands between the name and the bin. */
  readonly columns: readonly Column<Row>[];
  /** A row whose form is open from the start. */
  readonly opened?: Row | undefined;
  /** Of a list that is saved as a whole. */
  readonly revision?: string | undefined;
  readonly form: (row: Row | null, close: () => void, revision: string | undefined) => ReactNode;
  readonly removeLabel?: (row: Row) => string;
  readonly onRemove: (row: Row) => void;
}

export function EditableList<Row extends Named>(props: EditableListProps<Row>) {
  const { words, fixed = false, columns, opened, revision, form, children, ...list } = props;
  const [chosen, setChosen] = useState<Row | 'new' | 'none' | null>(null);
  const open = chosen ?? opened ?? 'none';
  const { rows, rowKey, onRetry } = list;
  const close = (): void => setChosen('none');
  const nowOf = (row: Row) => {
    const now = rows?.find((each) => rowKey(each) === rowKey(row));
    return now === undefined ? undefined : { row: now, revision: revision ?? now.revision };
  };
  return (
    <SettingsList
      {...list}
      title={words.title}
      text={words.text}
      empty={words.empty}
      act={fixed ? undefined : { label: words.add, onClick: () => setChosen('new') }}
      columns={[nameColumn(props, setChosen), ...columns, binColumn(props)]}
    >
      {children}
      {open === 'new' && (
        <StaleWays value={{ theirs: onRetry, mine: 'stays' }}>
          {form(null, close, revision)}
        </StaleWays>
      )}
      {open !== 'none' && open !== 'new' && (
        <Begun key={rowKey(open)} now={nowOf(open)} reread={onRetry}>
          {(begun) => form(begun.row, close, begun.revision)}
        </Begun>
      )}
    </SettingsList>
  );
}

function nameColumn<Row extends Named>(
  { words, nameWidth }: EditableListProps<Row>,
  edit: (row: Row) => void,
): Column<Row> {
  return {
    key: 'name',
    head: words.name,
    ...(nameWidth === undefined ? {} : { width: nameWidth }),
    cell: (row) => (
      <button type="button" className="link-button medium" onClick={() => edit(row)}>
        {row.name}
      </button>
    ),
  };
}

function binColumn<Row extends Named>({
  onRemove,
  removeLabel = ({ name }) => `${t('settings.remove')} ${name}`,
}: EditableListProps<Row>): Column<Row> {
  return actsColumn('settings.edit', 52, (row) => (
    <IconButton icon="trash" label={removeLabel(row)} onClick={() => onRemove(row)} />
  ));
}

/** Lists whose rows are removed one by one, each with a path of its own. */
type OwnList = 'attributes' | 'sections' | 'goals';

export function listWords(list: OwnList): ListWords {
  return {
    title: t(`settings.page.${list}`),
    text: t(`settings.${list}.text`),
    add: t(`settings.${list}.new`),
    name: t(`settings.${list}.name`),
    empty: { title: t(`settings.${list}.empty.title`), text: t(`settings.${list}.empty.text`) },
  };
}

/** Asks, removes and says so; a refusal is said too. `keyOf` names the row in its path. */
export function useRemoval<Row extends Named>(
  list: OwnList,
  keyOf: (row: Row) => string,
): (row: Row) => void {
  const ask = useAsk();
  const remove = useApiMutation((row: Row) => api.delete(`/${list}/${keyOf(row)}`, EmptyAnswer), {
    invalidates: [`/${list}`],
    onDone: (_, { name }) => say(t('settings.removed', { name })),
  });
  return (row) =>
    ask({
      title: t(`settings.${list}.remove.title`, { name: row.name }),
      text: t(`settings.${list}.remove.text`),
      action: t('settings.remove'),
      onConfirm: () => remove.mutate(row, { onError: sayError }),
    });
}
