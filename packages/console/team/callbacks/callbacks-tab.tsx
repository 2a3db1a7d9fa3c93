// Promises to call visitors back: those that are open, those that are over, and how many of the last weeks
// were kept. A row opens its conversation.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { isKept } from '@opportune/core/callback/promise.ts';
import type { Callback } from '@opportune/protocol/conversation/callback.ts';
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import { CallbackList } from '@opportune/protocol/rest/conversation/callbacks.ts';
import { type FigureId, History } from '@opportune/protocol/rest/team/history.ts';
import {
  choicesOf,
  column,
  type Column,
  Empty,
  format,
  NotYet,
  ScrollTable,
  Segmented,
  serverNow,
  t,
  useApiQuery,
} from '../../ui/index.ts';
import { whenOf } from '../../inbox/callback/use-promised.ts';
import { nameOfSkill, useSkills } from '../../settings/routing/use-skills.ts';
import { figureWords, restsOn } from '../history/figure-words.ts';
import { dayIn } from '../history/history-place.ts';
import './callbacks.css';

const lists = ['over', 'open'] as const;
const shownFigures: readonly FigureId[] = [
  'callbacks',
  'callbacks-kept',
  'callbacks-missed',
  'callbacks-reached',
];
const spanDays = 28;
const most = 200;
const refetchMs = 30_000;

export function CallbacksTab() {
  const [list, setList] = useState<(typeof lists)[number]>('over');
  const { data, error, refetch } = useApiQuery('/callbacks', CallbackList, {
    ...{ query: { state: list, limit: most }, refetchMs, keep: true },
  });
  return (
    <div className="callbacks-page">
      <Figures />
      <div className="bar team-bar">
        <Segmented
          label={t('callbackSettings.list')}
          value={list}
          choices={choicesOf(lists, (value) => t(`callbackSettings.list.${value}`))}
          onChange={setList}
        />
      </div>
      {data === undefined ? (
        <NotYet error={error} rows={6} columns={4} onRetry={refetch} />
      ) : (
        <Promises promises={data.items} total={data.total} isOver={list === 'over'} />
      )}
    </div>
  );
}

function Figures() {
  const now = serverNow();
  const dayMs = 24 * 3_600_000;
  const [from, until] = [now - (spanDays - 1) * dayMs, now].map((at) => dayIn(format.timeZone, at));
  const { data } = useApiQuery('/history', History, {
    ...{ query: { from, until }, refetchMs: 60_000, keep: true },
  });
  return (
    <section aria-label={t('callbackSettings.figures', { n: spanDays })}>
      <p className="small t3 callbacks-span">{t('callbackSettings.figures', { n: spanDays })}</p>
      <dl className="tiles num callbacks-figures">
        {shownFigures.map((id) => (
          <div key={id}>
            <dt className="small t2">{t(`history.figure.${id}`)}</dt>
            <dd>
              <span className="fig">
                {data === undefined ? t('console.dash') : figureWords(data.whole[id], id)}
              </span>
              <span className="small t3">{data !== undefined && restsOn(data.whole[id], id)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

interface PromisesProps {
  readonly promises: readonly Callback[];
  /** Of the list, of which these are the first. */
  readonly total: number;
  readonly isOver: boolean;
}

function Promises({ promises, total, isOver }: PromisesProps) {
  const skills = useSkills().data?.skills ?? [];
  if (promises.length === 0)
    return (
      <Empty
        title={t(`callbackSettings.none.${isOver ? 'over' : 'open'}`)}
        text={t('callbackSettings.none.text')}
      />
    );
  const columns: readonly Column<Callback>[] = [
    column('callbackSettings.column.when', (promise) => (
      <>
        <Link to="/inbox/{-$conversation}" params={{ conversation: promise.conversation }}>
          {isOver ? format.dateTime(promise.from) : whenOf(promise)}
        </Link>
        <span className="phone-line">{`${outcome(promise)} · ${wayOf(promise)}`}</span>
      </>
    )),
    column('callbackSettings.column.outcome', (promise) => (
      <span className={toneOf(promise)}>{outcome(promise)}</span>
    )),
    column('callbackSettings.column.tries', ({ attempts }) => format.number(attempts)),
    column('callbackSettings.column.way', wayOf),
    column('callbackSettings.column.skill', ({ skill }) =>
      skill === null ? t('console.dash') : nameOfSkill(skills, skill),
    ),
  ];
  return (
    <>
      <ScrollTable
        caption={t(`callbackSettings.list.${isOver ? 'over' : 'open'}`)}
        className="num phone-list"
        rows={promises}
        rowKey={({ id }) => id}
        columns={columns}
      />
      {total > promises.length && (
        <p className="small t3 num callbacks-more">{shownOf(promises.length, total, isOver)}</p>
      )}
    </>
  );
}

/** How many of them are listed. */
function shownOf(shown: number, total: number, isOver: boolean): string {
  const numbers = { shown: format.number(shown), total: format.number(total) };
  const isMore = total === callbackLimits.counted;
  const which = isOver ? 'over' : 'open';
  return t(isMore ? `callbackSettings.more.${which}` : `callbackSettings.shown.${which}`, numbers);
}

/** What became of it, and whether it was kept in time. */
function outcome(promise: Callback): string {
  const state = t(`callbacks.state.${promise.state}`);
  const kept = promise.state === 'cancelled' ? null : isKept(promise);
  if (kept === null) return state;
  return `${state} · ${t(kept ? 'callbackSettings.kept' : 'callbackSettings.late')}`;
}

function toneOf(promise: Callback): string {
  const isLate = promise.state !== 'cancelled' && isKept(promise) === false;
  return isLate ? 'bad' : promise.state === 'cancelled' ? 't3' : '';
}

function wayOf({ way }: Callback): string {
  return way.type === 'browser'
    ? t('callbacks.by.browser')
    : t('callbacks.by.telephone', { number: way.number });
}
