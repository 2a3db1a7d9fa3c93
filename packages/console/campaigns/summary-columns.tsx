// Columns that the list of campaigns and the index of results share.
import type { ReactNode } from 'react';
import type { CampaignSummary } from '@opportune/protocol/rest/campaign/campaign.ts';
import { signedShare } from '../results/words.ts';
import { column, figureColumn, IntervalBar, t, type Column } from '../ui/index.ts';
import { Spark } from './spark.tsx';
import { shareWords } from './words.ts';

type SummaryColumn = Column<CampaignSummary>;

/**
 * `link` draws the name. On a phone the state, the goal and the number of eligible visitors stand
 * below it.
 */
export function nameColumn(
  link: (row: CampaignSummary) => ReactNode,
  width?: number,
): SummaryColumn {
  return column('campaigns.column.campaign', width, (row) => (
    <>
      {link(row)}
      <span className="phone-line">
        {t('campaigns.row.phone', {
          state: t(`campaigns.state.${row.state}`),
          goal: row.goalName,
          n: row.eligible,
        })}
      </span>
    </>
  ));
}

export function controlColumn(width: number): SummaryColumn {
  const share = ({ control }: CampaignSummary) => <span className="t2">{shareWords(control)}</span>;
  return figureColumn('campaigns.column.control', width, share);
}

export function perDayColumn(width: number): SummaryColumn {
  const spark = ({ perDay, state }: CampaignSummary) => (
    <Spark
      values={perDay}
      quiet={state !== 'running'}
      label={t('campaigns.row.spark', { n: perDay.length, last: perDay.at(-1) ?? 0 })}
    />
  );
  return column('campaigns.column.perDay', width, spark);
}

interface GainBarProps {
  readonly row: CampaignSummary;
  readonly scale: readonly [number, number];
}

/** The gain with its interval. A campaign that was never live has none. */
export function GainBar({ row, scale }: GainBarProps) {
  if (row.effect === null)
    return row.period === null ? null : <span className="small t3">{t('campaigns.row.few')}</span>;
  const { gain, lower, upper } = row.effect;
  const label = t('campaigns.row.interval', {
    gain: signedShare(gain),
    lower: signedShare(lower),
    upper: signedShare(upper),
  });
  return <IntervalBar estimate={gain} lower={lower} upper={upper} scale={scale} label={label} />;
}

interface GainProps {
  readonly effect: CampaignSummary['effect'];
  /** Draws the gain from its words. */
  readonly children: (gain: string) => ReactNode;
}

/** The gain in figures. On a phone, which shows no bar, its bounds stand below it. */
export function Gain({ effect, children }: GainProps) {
  if (effect === null) return <span className="t3">{t('console.dash')}</span>;
  return (
    <>
      {children(signedShare(effect.gain))}
      <span className="phone-line">
        {t('campaigns.row.between', {
          lower: signedShare(effect.lower),
          upper: signedShare(effect.upper),
        })}
      </span>
    </>
  );
}
