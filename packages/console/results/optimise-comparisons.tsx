// The three arms of an optimising campaign, each against each other, on one scale.
import type { ArmComparison, CampaignResults } from '@opportune/protocol/rest/report.ts';
import { commonScale } from '../campaigns/scale.ts';
import { t, Table, useFormat, type Column, type Format } from '../ui/index.ts';
import { About } from './definitions.tsx';
import { EffectBar } from './effect-bar.tsx';
import { points, r, signed, signedShare } from './words.ts';

export function Comparisons({ results }: { results: CampaignResults }) {
  const format = useFormat();
  const rows = results.comparisons;
  if (rows === undefined) return null;
  const scale = commonScale(
    rows.flatMap(({ rate }) => (rate.type === 'interval' ? [rate.lower, rate.upper] : [])),
  );
  return (
    <section className="results-wide">
      <div className="results-h">
        <h2>{r('three.title')}</h2>
        <span className="small t3">{r('three.note')}</span>
        <About figure="arms compared" />
      </div>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={r('three.title')}>
        <Table
          caption={r('three.title')}
          className="num flat-table three-table"
          columns={columns(format, scale)}
          rows={rows}
          rowKey={({ between }) => between}
        />
      </div>
    </section>
  );
}

function columns(
  format: Format,
  scale: readonly [number, number],
): readonly Column<ArmComparison>[] {
  const none = <span className="t3">{t('dash')}</span>;
  return [
    {
      key: 'between',
      head: r('three.between'),
      width: 190,
      cell: ({ between }) => <span className="arm-name">{r(`three.${between}`)}</span>,
    },
    {
      key: 'conversions',
      head: r('three.conversions'),
      width: 160,
      align: 'right',
      cell: ({ incremental }) =>
        incremental.type === 'interval' ? signed(incremental.estimate, format) : none,
    },
    {
      key: 'gain',
      head: r('three.gain'),
      width: 80,
      align: 'right',
      cell: ({ gain }) => (gain.type === 'interval' ? signedShare(gain.estimate, format) : none),
    },
    {
      key: 'points',
      head: r('three.points'),
      width: 100,
      align: 'right',
      cell: ({ rate }) =>
        rate.type === 'interval' ? <span className="strong">{points(rate.estimate)}</span> : none,
    },
    {
      key: 'interval',
      head: r('three.interval'),
      width: 124,
      align: 'right',
      cell: ({ rate }) =>
        rate.type === 'interval' ? (
          <span className="t2">
            {r('variants.between', { lower: points(rate.lower), upper: points(rate.upper) })}
          </span>
        ) : (
          none
        ),
    },
    {
      key: 'bar',
      head: r('three.bar'),
      width: 220,
      cell: ({ rate }) => <EffectBar effect={rate} scale={scale} width={196} />,
    },
  ];
}
