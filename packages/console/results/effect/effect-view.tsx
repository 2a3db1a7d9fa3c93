// The effect as a chart with its band, or as the table behind it. The chart library loads only when
// there is something to draw.
import { lazy, Suspense, useState } from 'react';
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import {
  format,
  column,
  figureColumn,
  Segmented,
  t,
  Table,
  type Column,
  choicesOf,
} from '../../ui/index.ts';
import { within } from '../../words/language.ts';
import { About } from '../definitions.tsx';
import type { ChartArms } from './effect-chart.tsx';
import { points } from '../words.ts';

export type EffectMode = 'chart' | 'table';
const EffectChart = lazy(() =>
  import('./effect-chart.tsx').then((module) => ({ default: module.EffectChart })),
);

/** What the optimising arm can be compared with. */
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
        {optimises && <AgainstChoice chosen={chosen} onChoose={setChosen} />}
      </div>
      <Path path={path} arms={armsOf(optimises, chosen)} asTable={mode === 'table'} />
    </section>
  );
}

interface AgainstChoiceProps {
  readonly chosen: Against;
  readonly onChoose: (chosen: Against) => void;
}

function AgainstChoice({ chosen, onChoose }: AgainstChoiceProps) {
  return (
    <>
      <span className="grow" />
      <Segmented
        label={t('results.chart.against')}
        value={chosen}
        onChange={onChoose}
        choices={choicesOf(against, (value) => t(`results.chart.against.${value}`))}
      />
    </>
  );
}

interface PathProps {
  readonly path: CampaignResults['path'];
  readonly arms: ChartArms;
  readonly asTable: boolean;
}

function Path({ path, arms, asTable }: PathProps) {
  if (path.length === 0)
    return (
      <div className="chart-none">
        <div>
          <b>{t('results.chart.none.title')}</b>
          <p className="t2">{t('results.chart.none')}</p>
        </div>
      </div>
    );
  if (asTable) return <PathTable path={path} />;
  return (
    <Suspense fallback={<div className="chart-place" />}>
      <EffectChart path={path} arms={arms} label={labelOf(path)} />
    </Suspense>
  );
}

/** Which arm's effect the chart draws, and the arm it is compared with. */
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
  return (
    <div className="path-table" tabIndex={0} role="region" aria-label={t('results.path.caption')}>
      <Table
        caption={t('results.path.caption')}
        className="num flat-table"
        rows={[...path].reverse()}
        rowKey={({ at }) => String(at)}
        columns={pathColumns()}
      />
    </div>
  );
}

function pathColumns(): readonly Column<CampaignResults['path'][number]>[] {
  return [
    column('results.path.day', ({ at }) => format.dateTime(at)),
    figureColumn('results.path.enrolled', ({ enrolled }) => format.number(enrolled)),
    figureColumn('results.path.estimate', ({ estimate }) => (
      <span className="medium">{points(estimate)}</span>
    )),
    figureColumn('results.path.lower', ({ lower }) => points(lower)),
    figureColumn('results.path.upper', ({ upper }) => points(upper)),
  ];
}
