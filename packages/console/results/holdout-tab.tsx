// The holdout against everyone else, goal by goal: the effect of all campaigns together.
import { HoldoutResults } from '@opportune/protocol/rest/report/report.ts';
import type { z } from 'zod';
import { commonScale } from '../campaigns/scale.ts';
import { shareWords } from '../campaigns/words.ts';
import { useSession } from '../session/session.tsx';
import { SettingsLink } from '../settings/settings-link.tsx';
import {
  format,
  column,
  Empty,
  figureColumn,
  IntervalBar,
  NotYet,
  ScrollTable,
  t,
  useApiQuery,
  type Column,
} from '../ui/index.ts';
import { About } from './definitions.tsx';
import { points } from './words.ts';

type Row = z.infer<typeof HoldoutResults>['goals'][number];

export function HoldoutTab() {
  const { account } = useSession();
  const share = account.settings.holdout;
  const { data, error, refetch } = useApiQuery('/account/holdout-results', HoldoutResults, {
    enabled: share > 0,
    refetchMs: 30_000,
  });
  if (share === 0) {
    return <NoHoldout />;
  }
  if (data === undefined) return <NotYet error={error} rows={3} columns={5} onRetry={refetch} />;
  return (
    <div className="results-page">
      <div className="results-h">
        <h2>{t('results.holdout.title')}</h2>
        <About figure="holdout" />
      </div>
      <p className="t2 holdout-text">
        {t('results.holdout.text', {
          share: shareWords(share),
          date: format.date(data.since),
        })}
      </p>
      {data.goals.length === 0 ? (
        <p className="t2">{t('results.holdout.goals.none')}</p>
      ) : (
        <Goals rows={data.goals} since={data.since} />
      )}
    </div>
  );
}

function NoHoldout() {
  return (
    <Empty title={t('results.holdout.none.title')} text={t('results.holdout.none.text')}>
      <SettingsLink page="account" className="btn plain small">
        {t('results.holdout.none.action')}
      </SettingsLink>
    </Empty>
  );
}

/**
 * `since` is when the holdout's share began. A goal that was redefined later counts from its own
 * date.
 */
function Goals({ rows, since }: { rows: readonly Row[]; since: number }) {
  const scale = commonScale(rows.map(({ effect }) => effect));
  return (
    <ScrollTable
      caption={t('results.holdout.title')}
      className="num flat-table holdout-table"
      rows={rows}
      rowKey={({ goal }) => goal}
      columns={columns(since, scale)}
    />
  );
}

type Scale = readonly [number, number];

function columns(since: number, scale: Scale): readonly Column<Row>[] {
  const arm = (key: 'others' | 'holdout'): Column<Row> =>
    figureColumn(`results.holdout.${key}`, (row) => <Converted of={row[key]} />);
  const effectOf = ({ effect }: Row) =>
    effect.type === 'interval' ? (
      <span className="strong">{points(effect.estimate)}</span>
    ) : (
      t('console.dash')
    );
  return [
    column('results.holdout.goal', 200, (row) => <GoalName row={row} since={since} />),
    arm('others'),
    arm('holdout'),
    figureColumn('results.holdout.pending', ({ pending }) => format.number(pending)),
    figureColumn('results.holdout.effect', 120, effectOf),
    column('results.holdout.interval', 270, ({ effect }) => (
      <Interval effect={effect} scale={scale} />
    )),
  ];
}

function GoalName({ row, since }: { row: Row; since: number }) {
  const date = format.date(row.since);
  return (
    <>
      <span className="medium">{row.name}</span>
      {date !== format.date(since) && (
        <span className="small t3"> {t('results.holdout.goal.since', { date })}</span>
      )}
    </>
  );
}

function Converted({ of: { converted, visitors } }: { of: Row['holdout'] }) {
  const rate = visitors === 0 ? t('console.dash') : format.percent(converted / visitors, 2);
  return (
    <>
      {t('results.holdout.converted', { n: converted, of: visitors })}{' '}
      <span className="t3">{rate}</span>
    </>
  );
}

function Interval({ effect, scale }: { effect: Row['effect']; scale: Scale }) {
  if (effect.type !== 'interval')
    return <span className="small t3">{t(`results.withheld.${effect.reason}`)}</span>;
  const { estimate, lower, upper } = effect;
  const label = t('results.variants.against.label', {
    effect: points(estimate),
    lower: points(lower),
    upper: points(upper),
  });
  return <IntervalBar width={240} {...{ estimate, lower, upper, scale, label }} />;
}
