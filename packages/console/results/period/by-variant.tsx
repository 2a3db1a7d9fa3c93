// Each arm over its closed windows: rate, effect against control, and the intervals on one scale.
import { comparisonsShown } from '@opportune/core/proof/effect/confidence-sequence.ts';
import type { ArmResult, CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { commonScale } from '../../campaigns/scale.ts';
import {
  ArmMark,
  t,
  useFormat,
  type Column,
  type Format,
  column,
  ScrollTable,
} from '../../ui/index.ts';
import { About } from '../definitions.tsx';
import { EffectBar } from '../effect/effect-bar.tsx';
import { EffectCell } from '../effect/effect-cell.tsx';
import { armWords, points, signedMoney } from '../words.ts';

export function ByVariant({ results }: { results: CampaignResults }) {
  const format = useFormat();
  const variants = results.arms.filter(({ variant }) => variant !== null).length;
  const scale = commonScale(
    results.arms.flatMap(({ rateEffect }) =>
      rateEffect?.type === 'interval' ? [rateEffect.lower, rateEffect.upper] : [],
    ),
  );
  const title = t(variants > 1 ? 'results.variants.title' : 'results.variants.title.one');
  // What the arms of an optimising campaign add stands with their comparisons; what its variants do, here.
  const isElsewhere = results.comparisons !== undefined && variants < 2;
  const compared = isElsewhere ? ['effect', 'valueEffect', 'bar'] : [];
  const hasValue = results.hasValue && results.arms.some(({ closed }) => closed.value > 0);
  const hidden = new Set([...(hasValue ? [] : ['value', 'valueEffect']), ...compared]);
  return (
    <section className="results-wide">
      <div className="results-h">
        <h2>{title}</h2>
        <span className="small t3">{note(results.comparisons?.length, variants)}</span>
        <About figure="effect" />
      </div>
      <ScrollTable
        caption={title}
        className={`num flat-table variants-table${compared.length > 0 ? ' compared' : ''}`}
        columns={columns(format, scale, results).filter(({ key }) => !hidden.has(key))}
        rows={results.arms}
        rowKey={({ arm, variant }) => variant ?? arm}
      />
    </section>
  );
}

/** Of an optimising campaign the variants share alpha with what its arms are compared by. */
function note(armPairs: number | undefined, variants: number): string {
  if (variants < 2) return t('results.variants.note');
  return armPairs === undefined
    ? t('results.variants.note.widened', { n: variants })
    : t('results.variants.note.optimise', { n: comparisonsShown(armPairs, variants) });
}

function columns(
  format: Format,
  scale: readonly [number, number],
  results: CampaignResults,
): readonly Column<ArmResult>[] {
  const none = <span className="t3">{t('console.dash')}</span>;
  return [
    {
      key: 'arm',
      head: t('results.variants.arm'),
      width: 164,
      cell: ({ arm, name, variant }) => (
        <ArmMark
          arm={arm}
          label={
            <span
              className={variant === null && arm !== 'control' ? 'arm-name strong' : 'arm-name'}
            >
              {nameOf({ arm, name, variant }, results)}
              {variant !== null && results.comparisons !== undefined && (
                <span className="small t3 variant-part">{t('results.variants.part')}</span>
              )}
            </span>
          }
        />
      ),
    },
    {
      key: 'eligible',
      head: t('results.variants.eligible'),
      width: 80,
      align: 'right',
      cell: ({ closed }) => format.number(closed.eligible),
    },
    {
      key: 'engaged',
      head: t('results.variants.engaged'),
      width: 116,
      align: 'right',
      cell: ({ arm, closed }) =>
        arm === 'control' ? (
          <span className="t3">{t('results.funnel.none')}</span>
        ) : (
          format.number(closed.engaged)
        ),
    },
    {
      key: 'converted',
      head: t('results.variants.converted'),
      width: 92,
      align: 'right',
      cell: ({ closed }) => format.number(closed.converted),
    },
    {
      key: 'rate',
      head: t('results.variants.rate'),
      width: 68,
      align: 'right',
      cell: ({ closed }) =>
        closed.eligible === 0 ? none : format.percent(closed.converted / closed.eligible, 1),
    },
    {
      key: 'effect',
      head: t('results.variants.effect'),
      width: 146,
      align: 'right',
      cell: ({ rateEffect, variant }) => (
        <EffectCell effect={rateEffect} write={points} isPart={variant !== null} />
      ),
    },
    {
      key: 'value',
      head: t('results.variants.value'),
      align: 'right',
      width: 112,
      cell: ({ closed }) =>
        closed.eligible === 0 ? none : format.money(closed.value / closed.eligible),
    },
    {
      key: 'valueEffect',
      head: t('results.variants.valueEffect'),
      width: 148,
      align: 'right',
      cell: ({ valueEffect, variant }) => (
        <EffectCell
          effect={valueEffect}
          write={(value) => signedMoney(value, format)}
          isPart={variant !== null}
        />
      ),
    },
    column('bar', t('results.variants.against'), (arm) => <Against arm={arm} scale={scale} />, 220),
  ];
}

/** The one variant of treatment has its own name, and several together theirs. */
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
