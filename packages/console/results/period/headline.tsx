// The four answers at the head of a period: incremental conversions and incremental value with
// their intervals, whether the arms hold their shares, and how many visitors are pending. A
// withheld figure says why.
import type { ReactNode } from 'react';
import type { CampaignResults, Effect } from '@opportune/protocol/rest/report/report.ts';
import { format, Icon, t } from '../../ui/index.ts';
import { About } from '../definitions.tsx';
import { armWords, signed, signedMoney, signedShare } from '../words.ts';

export function Headline({ results }: { results: CampaignResults }) {
  const offered = results.comparisons === undefined ? 'treatment' : 'optimise';
  const arm = results.arms.find((each) => each.arm === offered && each.variant === null);
  const cap = results.valueCap;
  return (
    <section className="results-head">
      <Figure
        label={t('results.head.conversions')}
        figure="incremental"
        effect={results.incrementalConversions}
        write={signed}
        of={arm?.closed.converted}
        ofWords={`results.head.between.of.${offered}`}
      >
        <span className="t3">{gainWords(results.gain)}</span>
      </Figure>
      {results.hasValue ? (
        <Figure
          label={t('results.head.value')}
          figure="value"
          effect={results.incrementalValue}
          write={signedMoney}
        >
          <span className="t3">
            {cap === null
              ? t('results.head.uncapped')
              : t('results.head.capped', { cap: format.sum(cap) })}
          </span>
        </Figure>
      ) : (
        <div>
          <Label figure="value">{t('results.head.value')}</Label>
          <div className="figure none">{t('console.dash')}</div>
          <p className="sub">{t('results.head.noValue')}</p>
        </div>
      )}
      <Ratio results={results} />
      <Pending results={results} />
    </section>
  );
}

function Label({ figure, children }: { figure: string; children: string }) {
  return (
    <div className="row label">
      <span>{children}</span>
      <About figure={figure} />
    </div>
  );
}

interface WithheldProps {
  readonly label: string;
  readonly figure: string;
  readonly reason: Extract<Effect, { type: 'withheld' }>['reason'];
}

function Withheld({ label, figure, reason }: WithheldProps) {
  return (
    <div>
      <Label figure={figure}>{label}</Label>
      <div className="figure none">{t('results.head.withheld')}</div>
      <p className="sub">{t(`results.withheld.sentence.${reason}`)}</p>
    </div>
  );
}

interface FigureProps {
  readonly label: string;
  readonly figure: string;
  readonly effect: Effect;
  readonly write: (value: number) => string;
  readonly of?: number | undefined;
  readonly ofWords?: 'results.head.between.of.treatment' | 'results.head.between.of.optimise';
  readonly children: ReactNode;
}

function Figure({ label, figure, effect, write, of, ofWords, children }: FigureProps) {
  if (effect.type === 'withheld')
    return <Withheld label={label} figure={figure} reason={effect.reason} />;
  const bounds = { lower: write(effect.lower), upper: write(effect.upper) };
  return (
    <div>
      <Label figure={figure}>{label}</Label>
      <div className="figure">{write(effect.estimate)}</div>
      <p className="sub">
        <span>
          {of === undefined || ofWords === undefined
            ? t('results.head.between', bounds)
            : t(ofWords, { ...bounds, n: of })}
        </span>
        {children}
      </p>
    </div>
  );
}

function gainWords(gain: Effect): string {
  if (gain.type === 'withheld')
    return t('results.head.gain.withheld', { reason: t(`results.withheld.${gain.reason}`) });
  return t(gain.estimate < 0 ? 'results.head.loss' : 'results.head.gain', {
    gain: signedShare(gain.estimate),
    lower: signedShare(gain.lower),
    upper: signedShare(gain.upper),
  });
}

const marks = {
  'as-planned': ['check', 'ok'],
  watch: ['eye', 'warn'],
  alarm: ['alert', 'bad'],
} as const;

function Ratio({ results }: { results: CampaignResults }) {
  const { sampleRatio } = results;
  const counts = sampleRatio.counts.map(({ count }) => format.number(count)).join(' : ');
  const shares = sampleRatio.counts.map(({ share }) => format.number(share * 100, 1)).join(' : ');
  const none = sampleRatio.counts.every(({ count }) => count === 0);
  const [icon, tone] = none ? (['clock', 't3'] as const) : marks[sampleRatio.verdict];
  return (
    <div>
      <Label figure="closed">{t('results.head.ratio')}</Label>
      <p className="verdict">
        <span className={tone}>
          <Icon name={icon} />
        </span>
        {none ? t('results.head.withheld') : t(`results.ratio.${sampleRatio.verdict}`)}
      </p>
      <p className="sub">
        <span>
          {none ? t('results.ratio.none') : t('results.ratio.counts', { counts, shares })}
        </span>
        {!none && sampleRatio.counts.length > 2 && (
          <span className="t3">
            {t('results.ratio.arms', { names: plannedArms(results).join(', ') })}
          </span>
        )}
        {!none && (
          <span className="t3">
            {t('results.ratio.evidence', { evidence: format.number(sampleRatio.evidence, 2) })}
          </span>
        )}
      </p>
    </div>
  );
}

/** The arms and variants with a planned share, as the sample ratio counts them. */
function plannedArms(results: CampaignResults): readonly string[] {
  const hasVariants = results.arms.some(({ variant }) => variant !== null);
  return results.arms
    .filter(({ arm, variant }) => arm !== 'treatment' || !hasVariants || variant !== null)
    .map(({ arm, variant, name }) => (variant === null ? armWords(arm, results) : name));
}

interface PendingProps {
  readonly results: CampaignResults;
}

function Pending({ results: { pending, days } }: PendingProps) {
  const none = pending.visitors === 0;
  return (
    <div>
      <Label figure="closed">{t('results.head.pending')}</Label>
      <p className="verdict num">
        <Icon name={none && days.length > 0 ? 'check' : 'clock'} />
        {none ? t('results.pending.none') : t('results.pending.visitors', { n: pending.visitors })}
      </p>
      <p className="sub">
        <span>
          {t(
            days.length === 0
              ? 'results.pending.nobody'
              : none
                ? 'results.pending.none.text'
                : 'results.pending.text',
          )}
        </span>
        {pending.lastClosesAt !== null && (
          <span className="t3">
            {t('results.pending.last', { date: format.date(pending.lastClosesAt) })}
          </span>
        )}
      </p>
    </div>
  );
}
