// Each arm over its closed attribution windows: rate, effect against control, and all intervals on
// one scale.
import { comparisonsShown } from '@opportune/core/proof/effect/confidence-sequence.ts';
import type { ArmResult, CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { commonScale } from '../../campaigns/scale.ts';
import {
  format,
  ArmMark,
  column,
  figureColumn,
  ScrollTable,
  t,
  type Column,
} from '../../ui/index.ts';
import { EffectBar } from '../effect/effect-bar.tsx';
import { EffectCell } from '../effect/effect-cell.tsx';
import { armWords, points, signedMoney } from '../words.ts';
import { Section } from '../section.tsx';

export function ByVariant({ results }: { results: CampaignResults }) {
  const variants = results.arms.filter(({ variant }) => variant !== null).length;
  const scale = commonScale(results.arms.map(({ rateEffect }) => rateEffect));
  const title = t(variants > 1 ? 'results.variants.title' : 'results.variants.title.one');
  // An optimising campaign shows the effects of its arms under the comparisons. This table adds
  // effects only if there are several variants.
  const isElsewhere = results.comparisons !== undefined && variants < 2;
  const compared = isElsewhere ? ['effect', 'valueEffect', 'against'] : [];
  const hasValue = results.hasValue && results.arms.some(({ closed }) => closed.value > 0);
  const without = [...(hasValue ? [] : ['value', 'valueEffect']), ...compared];
  const hidden = new Set(without.map((name) => `results.variants.${name}`));
  return (
    <Section title={title} note={note(results.comparisons?.length, variants)} about="effect">
      <ScrollTable
        caption={title}
        className={`num flat-table variants-table${compared.length > 0 ? ' compared' : ''}`}
        columns={[
          column('results.variants.arm', 164, (arm: ArmResult) => <Arm {...{ arm, results }} />),
          ...countColumns(),
          ...effectColumns(scale),
        ].filter(({ key }) => !hidden.has(key))}
        rows={results.arms}
        rowKey={({ arm, variant }) => variant ?? arm}
      />
    </Section>
  );
}

/** In an optimising campaign the variants share alpha with the comparisons of the arms. */
function note(armPairs: number | undefined, variants: number): string {
  if (variants < 2) return t('results.variants.note');
  return armPairs === undefined
    ? t('results.variants.note.widened', { n: variants })
    : t('results.variants.note.optimise', { n: comparisonsShown(armPairs, variants) });
}

interface ArmProps {
  readonly arm: ArmResult;
  readonly results: CampaignResults;
}

function Arm({ arm: { arm, name, variant }, results }: ArmProps) {
  const isWhole = variant === null && arm !== 'control';
  const label = (
    <span className={isWhole ? 'arm-name strong' : 'arm-name'}>
      {nameOf({ arm, name, variant }, results)}
      {variant !== null && results.comparisons !== undefined && (
        <span className="small t3 variant-part">{t('results.variants.part')}</span>
      )}
    </span>
  );
  return <ArmMark arm={arm} label={label} />;
}

function countColumns(): readonly Column<ArmResult>[] {
  const count = (key: 'eligible' | 'converted', width: number): Column<ArmResult> =>
    figureColumn(`results.variants.${key}`, width, ({ closed }) => format.number(closed[key]));
  const engaged = ({ arm, closed }: ArmResult) =>
    arm === 'control' ? (
      <span className="t3">{t('results.funnel.none')}</span>
    ) : (
      format.number(closed.engaged)
    );
  const rate = (share: number): string => format.percent(share, 1);
  return [
    count('eligible', 80),
    figureColumn('results.variants.engaged', 116, engaged),
    count('converted', 92),
    figureColumn('results.variants.rate', 68, (arm) => (
      <Each of="converted" arm={arm} write={rate} />
    )),
  ];
}

function effectColumns(scale: readonly [number, number]): readonly Column<ArmResult>[] {
  const effect =
    (of: 'rateEffect' | 'valueEffect', write: (value: number) => string) => (arm: ArmResult) => (
      <EffectCell effect={arm[of]} write={write} isPart={arm.variant !== null} />
    );
  return [
    figureColumn('results.variants.effect', 146, effect('rateEffect', points)),
    figureColumn('results.variants.value', 112, (arm) => (
      <Each of="value" arm={arm} write={format.money} />
    )),
    figureColumn('results.variants.valueEffect', 148, effect('valueEffect', signedMoney)),
    column('results.variants.against', 220, (arm) => <Against arm={arm} scale={scale} />),
  ];
}

interface EachProps {
  readonly of: 'converted' | 'value';
  readonly arm: ArmResult;
  readonly write: (each: number) => string;
}

/** The figure per eligible visitor. */
function Each({ of, arm: { closed }, write }: EachProps) {
  if (closed.eligible === 0) return <span className="t3">{t('console.dash')}</span>;
  return write(closed[of] / closed.eligible);
}

/**
 * The name of an arm. A single treatment variant has its own name, and several variants together
 * have a common one.
 */
function nameOf(
  { arm, name, variant }: Pick<ArmResult, 'arm' | 'name' | 'variant'>,
  results: CampaignResults,
): string {
  if (arm !== 'treatment' || (variant === null && results.comparisons !== undefined))
    return armWords(arm, results);
  const several = results.arms.some((each) => each.variant !== null);
  return variant === null && several ? t('results.variants.together') : name;
}

function Against({ arm, scale }: { arm: ArmResult; scale: readonly [number, number] }) {
  const { rateEffect } = arm;
  if (rateEffect === null)
    return <span className="small t3">{t('results.variants.reference')}</span>;
  return <EffectBar effect={rateEffect} scale={scale} width={196} />;
}
