// The goals of the account, and the form of one.
import { useState } from 'react';
import { Empty as EmptyAnswer, listOf } from '@opportune/protocol/rest/common.ts';
import { Goal } from '@opportune/protocol/rest/site.ts';
import { api } from '../api/client.ts';
import {
  explainError,
  IconButton,
  say,
  Tag,
  useApiMutation,
  useApiQuery,
  useAsk,
  useFormat,
  type Column,
  type Format,
} from '../ui/index.ts';
import { GoalDialog } from './goal-form.tsx';
import { SettingsList } from './settings-list.tsx';
import { s } from './words.ts';

export function GoalsPage({ item }: { item: string | undefined }) {
  const { data, error, refetch } = useApiQuery('/goals', listOf(Goal), { query: { limit: 200 } });
  const [open, setOpen] = useState<Goal | 'new' | null>(null);
  const [asked, setAsked] = useState(item);
  const format = useFormat();
  const ask = useAsk();
  const wanted = asked === undefined ? undefined : data?.items.find(({ id }) => id === asked);
  const remove = useApiMutation((goal: Goal) => api.delete(`/goals/${goal.id}`, EmptyAnswer), {
    invalidates: ['/goals'],
    onDone: (_, goal) => say(s('removed', { name: goal.name })),
  });
  const askRemove = (goal: Goal): void =>
    ask({
      title: s('goals.remove.title', { name: goal.name }),
      text: s('goals.remove.text'),
      action: s('remove'),
      onConfirm: () =>
        remove.mutate(goal, { onError: (problem) => say(explainError(problem).text) }),
    });
  const shown = open ?? wanted ?? null;
  return (
    <SettingsList
      title={s('page.goals')}
      text={s('goals.text')}
      act={{ label: s('goals.new'), onClick: () => setOpen('new') }}
      rows={data?.items}
      error={error}
      onRetry={() => void refetch()}
      columns={columns(format, setOpen, askRemove)}
      rowKey={({ id }) => id}
      phoneLine={({ event, window }) => `${event.event} · ${windowWords(window)}`}
      empty={{ title: s('goals.empty.title'), text: s('goals.empty.text') }}
    >
      {shown !== null && (
        <GoalDialog
          key={shown === 'new' ? 'new' : shown.id}
          goal={shown === 'new' ? null : shown}
          onClose={() => {
            setOpen(null);
            setAsked(undefined);
          }}
        />
      )}
    </SettingsList>
  );
}

function columns(
  format: Format,
  edit: (goal: Goal) => void,
  remove: (goal: Goal) => void,
): readonly Column<Goal>[] {
  return [
    {
      key: 'name',
      head: s('goals.name'),
      width: 180,
      cell: (goal) => (
        <button type="button" className="link-button medium" onClick={() => edit(goal)}>
          {goal.name}
        </button>
      ),
    },
    {
      key: 'kind',
      head: s('goals.kind'),
      width: 130,
      cell: ({ kind }) => <span className="t2">{s(`goals.kind.${kind}`)}</span>,
    },
    {
      key: 'event',
      head: s('goals.event'),
      cell: ({ event }) => (
        <span>
          {event.event}
          {(event.where ?? []).map(({ path, value }) => (
            <span key={path} className="t3">
              {' '}
              {path} {String(value)}
            </span>
          ))}
        </span>
      ),
    },
    {
      key: 'value',
      head: s('goals.value'),
      width: 190,
      cell: (goal) => <span className="t2 num">{valueWords(goal, format)}</span>,
    },
    {
      key: 'window',
      head: s('goals.window'),
      width: 120,
      cell: ({ window }) => <span className="t2 num">{windowWords(window)}</span>,
    },
    {
      key: 'trust',
      head: s('goals.trust'),
      width: 110,
      cell: ({ trust }) => <Tag tone="line">{s(`trust.${trust}`)}</Tag>,
    },
    {
      key: 'acts',
      head: <span className="aside-voice">{s('edit')}</span>,
      width: 52,
      align: 'right',
      cell: (goal) => (
        <IconButton
          icon="trash"
          label={`${s('remove')} ${goal.name}`}
          onClick={() => remove(goal)}
        />
      ),
    },
  ];
}

function valueWords({ value, valueCap }: Goal, format: Format): string {
  if (value.type === 'none') return s('goals.value.none');
  const words =
    value.type === 'fixed'
      ? format.sum(value.amount)
      : s('goals.value.words.property', { path: value.path });
  return valueCap === null
    ? words
    : s('goals.value.words.capped', { value: words, cap: format.sum(valueCap) });
}

function windowWords(window: Goal['window']): string {
  if (window.type === 'visit') return s('goals.window.visit');
  return window.seconds % 86_400 === 0
    ? s('goals.window.days', { n: window.seconds / 86_400 })
    : s('goals.window.hours', { n: Math.round(window.seconds / 360) / 10 });
}
