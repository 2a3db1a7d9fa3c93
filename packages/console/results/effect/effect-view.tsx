// The effect as a chart with its band, or as the table behind it. The chart's library is loaded when
// there is something to draw.
import { lazy, Suspense, useState } from 'react';
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { Segmented, Table, useFormat, t } from '../../ui/index.ts';
import { within } from '../../words/language.ts';
import { About } from '../definitions.tsx';
import type { ChartArms } from './effect-chart.tsx';
import { points } from '../words.ts';

export type EffectMode = 'chart' | 'table';
const EffectChart = lazy(() =>
  import('./effect-chart.tsx').then((module) => ({ default: module.EffectChart })),
);

/** What the arm that optimises is drawn against. */
const against = ['optimise.control', 'optimise.treatment'] as const;
type Against = (typeof against)[number];

export function EffectView({ results, mode }: { results: CampaignResults; mode: EffectMode }) {
  const { comparisons } = results;
  const [chosen, setChosen] = useState<Against>('optimise.control');
  const optimises = comparisons !== undefined;
  const path = comparisons?.find(({ between }) => between === chosen)?.path ?? results.path;
  const goal = within(results.goalName);
  const title = t(optimises ? 'results.chart.title.optimise' : 'results.chart.title', { goal });
  return (
    <section aria-label={title} className="effect-view">
      <div className="results-h">
        <h2>{title}</h2>
        <span className="small t3">{t('results.chart.note')}</span>
        <About figure={optimises ? 'arms compared' : 'effect'} />
        {optimises && (
          <>
            <span className="grow" />
            <Segmented
              label={t('results.chart.against')}
              value={chosen}
              onChange={setChosen}
              choices={against.map((value) => ({
                value,
                label: t(`results.chart.against.${value}`),
              }))}
            />
          </>
        )}
      </div>
      {path.length === 0 ? (
        <div className="chart-none">
          <div>
            <b>{t('results.chart.none.title')}</b>
            <p className="t2">{t('results.chart.none')}</p>
          </div>
        </div>
      ) : mode === 'chart' ? (
        <Suspense fallback={<div className="chart-place" />}>
          <EffectChart path={path} arms={armsOf(optimises, chosen)} label={labelOf(path)} />
        </Suspense>
      ) : (
        <PathTable path={path} />
      )}
    </section>
  );
}

/** Whose effect it is, and what it is held against, as the chart draws them. */
function armsOf(optimises: boolean, chosen: Against): ChartArms {
  if (!optimises) return { of: 'treatment', against: 'control' };
  return { of: 'optimise', against: chosen === 'optimise.control' ? 'control' : 'treatment' };
}

function labelOf(path: CampaignResults['path']): string {
  const last = path.at(-1);
  return last === undefined
    ? ''
    : t('results.chart.label', {
        estimate: points(last.estimate),
        lower: points(last.lower),
        upper: points(last.upper),
      });
}

function PathTable({ path }: { path: CampaignResults['path'] }) {
  const format = useFormat();
  return (
    <div className="path-table" tabIndex={0} role="region" aria-label={t('results.path.caption')}>
      <Table
        caption={t('results.path.caption')}
        className="num flat-table"
        rows={[...path].reverse()}
        rowKey={({ at }) => String(at)}
        columns={[
          { key: 'day', head: t('results.path.day'), cell: ({ at }) => format.dateTime(at) },
          {
            key: 'enrolled',
            head: t('results.path.enrolled'),
            align: 'right',
            cell: ({ enrolled }) => format.number(enrolled),
          },
          {
            key: 'estimate',
            head: t('results.path.estimate'),
            align: 'right',
            cell: ({ estimate }) => <span className="medium">{points(estimate)}</span>,
          },
          {
            key: 'lower',
            head: t('results.path.lower'),
            align: 'right',
            cell: ({ lower }) => points(lower),
          },
          {
            key: 'upper',
            head: t('results.path.upper'),
            align: 'right',
            cell: ({ upper }) => points(upper),
          },
        ]}
      />
    </div>
  );
}
