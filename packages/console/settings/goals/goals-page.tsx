// The goals of the account, and the form of one.
import { type Goal, GoalList } from '@opportune/protocol/rest/site.ts';
import { format, Tag, useApiQuery, type Column, t, column } from '../../ui/index.ts';
import { EditableList, listWords, useRemoval } from '../form/editable-list.tsx';
import { GoalDialog } from './goal-form.tsx';

/** `item` is the goal whose form is open at first. */
export function GoalsPage({ item }: { item: string | undefined }) {
  const { data, error, refetch } = useApiQuery('/goals', GoalList, {
    query: { limit: 200 },
  });
  return (
    <EditableList
      words={listWords('goals')}
      rows={data?.items}
      error={error}
      onRetry={() => void refetch()}
      nameWidth={180}
      columns={columns()}
      rowKey={({ id }) => id}
      phoneLine={({ event, window }) => `${event.event} · ${windowWords(window)}`}
      opened={data?.items.find(({ id }) => id === item)}
      onRemove={useRemoval('goals', ({ id }) => id)}
      form={(goal, close) => <GoalDialog goal={goal} onClose={close} />}
    />
  );
}

function columns(): readonly Column<Goal>[] {
  return [
    column('settings.goals.kind', 130, ({ kind }) => (
      <span className="t2">{t(`settings.goals.kind.${kind}`)}</span>
    )),
    column('settings.goals.event', ({ event }) => (
      <span>
        {event.event}
        {(event.where ?? []).map(({ path, value }) => (
          <span key={path} className="t3">
            {' '}
            {path} {String(value)}
          </span>
        ))}
      </span>
    )),
    column('settings.goals.value', 190, (goal) => (
      <span className="t2 num">{valueWords(goal)}</span>
    )),
    column('settings.goals.window', 120, ({ window }) => (
      <span className="t2 num">{windowWords(window)}</span>
    )),
    column('settings.goals.trust', 110, ({ trust }) => (
      <Tag tone="line">{t(`settings.trust.${trust}`)}</Tag>
    )),
  ];
}

function valueWords({ value, valueCap }: Goal): string {
  if (value.type === 'none') return t('settings.goals.value.none');
  const words =
    value.type === 'fixed'
      ? format.sum(value.amount)
      : t('settings.goals.value.words.property', { path: value.path });
  return valueCap === null
    ? words
    : t('settings.goals.value.words.capped', { value: words, cap: format.sum(valueCap) });
}

function windowWords(window: Goal['window']): string {
  if (window.type === 'visit') return t('settings.goals.window.visit');
  return window.seconds % 86_400 === 0
    ? t('settings.goals.window.days', { n: window.seconds / 86_400 })
    : t('settings.goals.window.hours', { n: Math.round(window.seconds / 360) / 10 });
}
