// The holdout against everyone else, goal by goal: what all campaigns together caused.
import { Link } from '@tanstack/react-router';
import { HoldoutResults } from '@opportune/protocol/rest/report/report.ts';
import type { z } from 'zod';
import { commonScale } from '../campaigns/scale.ts';
import { shareWords } from '../campaigns/words.ts';
import { useSession } from '../session/session.tsx';
import {
  Bones,
  Empty,
  ErrorState,
  IntervalBar,
  t,
  Table,
  useApiQuery,
  useFormat,
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
  const format = useFormat();
  if (share === 0) {
    return (
      <Empty title={t('results.holdout.none.title')} text={t('results.holdout.none.text')}>
        <Link
          to="/settings/{-$page}/{-$item}"
          params={{ page: 'account', item: undefined }}
          className="btn plain small"
        >
          {t('results.holdout.none.action')}
        </Link>
      </Empty>
    );
  }
  if (data === undefined)
    return error === null ? (
      <Bones rows={3} columns={5} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  return (
    <div className="results-page">
      <div className="results-h">
        <h2>{t('results.holdout.title')}</h2>
        <About figure="holdout" />
      </div>
      <p className="t2 holdout-text">
        {t('results.holdout.text', {
          share: shareWords(share, format),
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

/** `since`: of the holdout's share; a goal may have come to be reached by something else after it. */
function Goals({ rows, since }: { rows: readonly Row[]; since: number }) {
  const format = useFormat();
  const scale = commonScale(
    rows.flatMap(({ effect }) => (effect.type === 'interval' ? [effect.lower, effect.upper] : [])),
  );
  const of = ({ converted, visitors }: Row['holdout']) =>
    t('results.holdout.converted', { n: converted, of: visitors });
  const rate = ({ converted, visitors }: Row['holdout']) =>
    visitors === 0 ? t('console.dash') : format.percent(converted / visitors, 2);
  return (
    <div
      className="table-scroll"
      tabIndex={0}
      role="region"
      aria-label={t('results.holdout.title')}
    >
      <Table
        caption={t('results.holdout.title')}
        className="num flat-table holdout-table"
        rows={rows}
        rowKey={({ goal }) => goal}
        columns={[
          {
            key: 'goal',
            head: t('results.holdout.goal'),
            width: 200,
            cell: (row) => (
              <>
                <span className="medium">{row.name}</span>
                {format.date(row.since) !== format.date(since) && (
                  <span className="small t3">
                    {' '}
                    {t('results.holdout.goal.since', { date: format.date(row.since) })}
                  </span>
                )}
              </>
            ),
          },
          {
            key: 'others',
            head: t('results.holdout.others'),
            align: 'right',
            cell: ({ others }) => (
              <>
                {of(others)} <span className="t3">{rate(others)}</span>
              </>
            ),
          },
          {
            key: 'holdout',
            head: t('results.holdout.holdout'),
            align: 'right',
            cell: ({ holdout }) => (
              <>
                {of(holdout)} <span className="t3">{rate(holdout)}</span>
              </>
            ),
          },
          {
            key: 'pending',
            head: t('results.holdout.pending'),
            align: 'right',
            cell: ({ pending }) => format.number(pending),
          },
          {
            key: 'effect',
            head: t('results.holdout.effect'),
            align: 'right',
            width: 120,
            cell: ({ effect }) =>
              effect.type === 'interval' ? (
                <span className="strong">{points(effect.estimate)}</span>
              ) : (
                t('console.dash')
              ),
          },
          {
            key: 'interval',
            head: t('results.holdout.interval'),
            width: 270,
            cell: ({ effect }) =>
              effect.type === 'interval' ? (
                <IntervalBar
                  width={240}
                  estimate={effect.estimate}
                  lower={effect.lower}
                  upper={effect.upper}
                  scale={scale}
                  label={t('results.variants.against.label', {
                    effect: points(effect.estimate),
                    lower: points(effect.lower),
                    upper: points(effect.upper),
                  })}
                />
              ) : (
                <span className="small t3">{t(`results.withheld.${effect.reason}`)}</span>
              ),
          },
        ]}
      />
    </div>
  );
}
