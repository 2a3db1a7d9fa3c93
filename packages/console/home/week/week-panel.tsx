// The last seven days against the seven before: visits, orders, conversations and first answers,
// each as a figure, its change and a small chart.
import type { ReactNode } from 'react';
import { signed, signedShare } from '../../results/words.ts';
import { duration, format, NotYet, t } from '../../ui/index.ts';
import { Panel } from '../panel.tsx';
import { type Compared, useWeek, type Week } from './use-week.ts';
import { WeekChart } from './week-chart.tsx';

export function WeekPanel() {
  const { week, error, refetch } = useWeek();
  return (
    <Panel
      title={t('overview.week.title')}
      beside={<span className="small t3">{t('overview.week.beside')}</span>}
    >
      {week === undefined ? (
        <div className="week-none">
          <NotYet error={error} rows={3} columns={4} onRetry={refetch} />
        </div>
      ) : (
        <Figures week={week} />
      )}
    </Panel>
  );
}

function Figures({
  week: { span, visits, orders, orderCount, talks, firstAnswer },
}: {
  week: Week;
}) {
  const { days } = span;
  return (
    <div className="week">
      <Figure
        {...{ days, of: visits, write: (value) => format.number(value) }}
        name={t('overview.week.visits')}
        change={<Share of={visits} />}
        note={t('overview.week.before', { n: visits.before ?? 0 })}
      />
      <Figure
        {...{ days, of: orders, write: wholeMoney }}
        name={t('overview.week.orders')}
        change={<Share of={orders} />}
        note={t('overview.week.orders.many', { n: orderCount })}
      />
      <Figure
        {...{ days, of: talks, write: (value) => format.number(value) }}
        name={t('overview.week.talks')}
        change={<Difference of={talks} />}
        note={t('overview.week.before', { n: talks.before ?? 0 })}
      />
      <Figure
        {...{ days, of: firstAnswer, write: seconds }}
        name={t('overview.week.firstAnswer')}
        change={<Speed of={firstAnswer} />}
        note={
          firstAnswer.before === null
            ? t('overview.week.before.none')
            : t('overview.week.before.time', { time: seconds(firstAnswer.before) })
        }
      />
    </div>
  );
}

interface FigureProps {
  readonly name: string;
  readonly of: Compared;
  readonly days: readonly string[];
  readonly write: (value: number) => string;
  readonly change: ReactNode;
  readonly note: string;
}

function Figure({ name, of, days, write, change, note }: FigureProps) {
  return (
    <div>
      <h3 className="label">{name}</h3>
      <p className="week-value num">
        {of.now === null ? t('console.dash') : write(of.now)} {change}
      </p>
      <WeekChart {...{ name, days, write }} now={of.days} before={of.daysBefore} />
      <p className="small t3 clip">{note}</p>
    </div>
  );
}

/** A change of nothing has no percentage. */
function Share({ of: { now, before } }: { of: Compared }) {
  if (now === null || before === null || before === 0) return null;
  const share = now / before - 1;
  const tone = share >= 0.0005 ? 'ok' : share <= -0.0005 ? 'warn' : 't3';
  return <small className={tone}>{signedShare(share)}</small>;
}

function Difference({ of: { now, before } }: { of: Compared }) {
  if (now === null || before === null || now === before) return null;
  return <small className="t3">{signed(now - before)}</small>;
}

function Speed({ of: { now, before } }: { of: Compared }) {
  if (now === null || before === null) return null;
  const by = Math.round(now) - Math.round(before);
  if (by === 0) return null;
  return (
    <small className={by > 0 ? 'warn' : 'ok'}>
      {t(by > 0 ? 'overview.week.slower' : 'overview.week.faster', { time: seconds(Math.abs(by)) })}
    </small>
  );
}

function seconds(value: number): string {
  return duration(Math.round(value) * 1000);
}

function wholeMoney(value: number): string {
  return format.sum(Math.round(value));
}
