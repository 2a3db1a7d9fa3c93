// The three arms of an optimising campaign, compared in pairs on one scale. Each figure has its
// interval below it.
import { comparisonsShown } from '@opportune/core/proof/effect/confidence-sequence.ts';
import type {
  ArmComparison,
  CampaignResults,
  Effect,
} from '@opportune/protocol/rest/report/report.ts';
import { commonScale } from '../../campaigns/scale.ts';
import { column, type Column, t, figureColumn, ScrollTable } from '../../ui/index.ts';
import { EffectBar } from '../effect/effect-bar.tsx';
import { EffectCell } from '../effect/effect-cell.tsx';
import { points, signed, signedMoney, signedShare } from '../words.ts';
import { Section } from '../section.tsx';

export function Comparisons({ results }: { results: CampaignResults }) {
  const rows = results.comparisons;
  if (rows === undefined) return null;
  const variants = results.arms.filter(({ variant }) => variant !== null).length;
  const hasValue = results.hasValue && results.arms.some(({ closed }) => closed.value > 0);
  const scale = commonScale(rows.map(({ rate }) => rate));
  return (
    <Section
      title={t('results.three.title')}
      note={t('results.three.note', { n: comparisonsShown(rows.length, variants) })}
      about="arms compared"
    >
      <ScrollTable
        caption={t('results.three.title')}
        className="num flat-table three-table"
        columns={columns(scale).filter(({ key }) => hasValue || key !== 'results.three.value')}
        rows={rows}
        rowKey={({ between }) => between}
      />
    </Section>
  );
}

function columns(scale: readonly [number, number]): readonly Column<ArmComparison>[] {
  return [
    column('results.three.between', 170, ({ between }) => (
      <span className="arm-name">{t(`results.three.${between}`)}</span>
    )),
    figure('conversions', 160, ({ incremental }) => incremental, signed),
    figure('value', 150, ({ incrementalValue }) => incrementalValue, signedMoney),
    figure('gain', 130, ({ gain }) => gain, signedShare),
    figure('points', 110, ({ rate }) => rate, points),
    column('results.three.bar', 220, ({ rate }) => (
      <EffectBar effect={rate} scale={scale} width={196} />
    )),
  ];
}

function figure(
  key: 'conversions' | 'value' | 'gain' | 'points',
  width: number,
  of: (row: ArmComparison) => Effect,
  write: (value: number) => string,
): Column<ArmComparison> {
  const cell = (row: ArmComparison) => <EffectCell effect={of(row)} write={write} />;
  return figureColumn(`results.three.${key}`, width, cell);
}
