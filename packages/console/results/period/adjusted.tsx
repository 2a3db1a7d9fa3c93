// The effect adjusted for what was known of visitors before the decision. It stands beside the
// plain effect and never replaces it. It shows nothing if visits were not scored.
import { AdjustedEffects } from '@opportune/protocol/rest/report/adjusted.ts';
import {
  figureColumn,
  format,
  useApiQuery,
  type Column,
  t,
  column,
  ScrollTable,
} from '../../ui/index.ts';
import { EffectCell } from '../effect/effect-cell.tsx';
import { points } from '../words.ts';
import { Section } from '../section.tsx';

type Row = AdjustedEffects['effects'][number];
interface Shown {
  readonly between: Row['between'];
  readonly difference: Extract<Row['difference'], { type: 'interval' }>;
}

interface AdjustedViewProps {
  readonly id: string;
  readonly period: number;
  readonly optimises: boolean;
}

export function AdjustedView({ id, period, optimises }: AdjustedViewProps) {
  const { data } = useApiQuery(`/campaigns/${id}/adjusted`, AdjustedEffects, {
    query: { period },
    refetchMs: 60_000,
    keep: true,
  });
  const rows = (data?.effects ?? []).flatMap(({ between, difference }): Shown[] =>
    difference.type === 'interval' ? [{ between, difference }] : [],
  );
  if (data === undefined || rows.length === 0) return null;
  return (
    <Section
      title={t('results.adjusted.title')}
      note={t('results.adjusted.note', { share: format.percent(data.scored, 0) })}
      about="adjusted"
    >
      <ScrollTable
        caption={t('results.adjusted.title')}
        className="num flat-table adjusted-table"
        columns={columns(optimises)}
        rows={rows}
        rowKey={({ between }) => between}
      />
      <p className="small t3">{t('results.adjusted.text')}</p>
    </Section>
  );
}

function columns(optimises: boolean): readonly Column<Shown>[] {
  return [
    column('results.three.between', ({ between }) => (
      <span className="arm-name">
        {optimises ? t(`results.three.${between}`) : t('results.adjusted.treatment.control')}
      </span>
    )),
    figureColumn('results.three.points', 118, ({ difference }) => (
      <EffectCell effect={difference} write={points} />
    )),
    figureColumn('results.adjusted.worth', 132, ({ difference: { varianceLeft } }) =>
      t('results.adjusted.more', { share: format.percent(Math.max(0, 1 / varianceLeft - 1), 0) }),
    ),
  ];
}
