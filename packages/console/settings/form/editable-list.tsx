// A list of things that the account defines. The name of a row opens its form, a button the form of
// a new one, and the bin at the end removes the row. The caller decides whether to ask before that.
// An open form keeps the version of the row that it began with.
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
  /** The revision of a row that is saved on its own. */
  readonly revision?: string | undefined;
}

/** The words that differ between lists. */
export interface ListWords {
  readonly title: string;
  readonly text: string;
  readonly add: string;
  /** The head of the name column. */
  readonly name: string;
  readonly empty: { readonly title: string; readonly text: string };
}

export interface EditableListProps<Row extends Named> extends Pick<
  SettingsListProps<Row>,
  'rows' | 'error' | 'onRetry' | 'rowKey' | 'phoneLine' | 'children'
> {
  readonly words: ListWords;
  /** Nothing can be added now. */
  readonly fixed?: boolean;
  readonly nameWidth?: number;
  /** The columns between the name and the bin. */
  readonly columns: readonly Column<Row>[];
  /** The row whose form is open at first. */
  readonly opened?: Row | undefined;
  /** The revision of a list that is saved as a whole. */
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

/** Lists whose rows are removed one by one, each at its own path. */
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

/**
 * Asks, removes the row and confirms it, or says why it failed. `keyOf` names the row in its path.
 */
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
