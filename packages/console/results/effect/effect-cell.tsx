// An effect in a table cell, with its interval below it.
import type { Effect } from '@opportune/protocol/rest/report/report.ts';
import { t } from '../../ui/index.ts';

export function EffectCell(props: {
  readonly effect: Effect | null;
  readonly write: (value: number) => string;
  /** Another row shows the whole, of which this is a part. */
  readonly isPart?: boolean;
}) {
  const { effect, write, isPart = false } = props;
  if (effect?.type !== 'interval') return <span className="t3">{t('console.dash')}</span>;
  const bounds = { lower: write(effect.lower), upper: write(effect.upper) };
  return (
    <>
      <span className={isPart ? '' : 'strong'}>{write(effect.estimate)}</span>
      <br />
      <span className="small t2">{t('results.variants.between', bounds)}</span>
    </>
  );
}
