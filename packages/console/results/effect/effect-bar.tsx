// The interval of an effect on the rate as a bar on a common scale, or the reason why it is
// withheld.
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { IntervalBar, t } from '../../ui/index.ts';
import { points } from '../words.ts';

interface EffectBarProps {
  readonly effect: CampaignResults['gain'];
  readonly scale: readonly [number, number];
  /** In pixels. */
  readonly width: number;
  /** An effect above zero is harm. */
  readonly lessIsBetter?: boolean;
}

export function EffectBar({ effect, scale, width, lessIsBetter = false }: EffectBarProps) {
  if (effect.type === 'withheld')
    return <span className="small t3">{t(`results.withheld.${effect.reason}`)}</span>;
  const { estimate, lower, upper } = effect;
  return (
    <IntervalBar
      width={width}
      estimate={estimate}
      lower={lower}
      upper={upper}
      scale={scale}
      lessIsBetter={lessIsBetter}
      label={t('results.variants.against.label', {
        effect: points(estimate),
        lower: points(lower),
        upper: points(upper),
      })}
    />
  );
}
