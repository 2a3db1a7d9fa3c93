// The four answers at the head of a period: incremental conversions and value with their intervals,
// whether the arms hold their shares, and who is still out. What is withheld says why.
import type { ReactNode } from 'react';
import type { CampaignResults, Effect } from '@opportune/protocol/rest/report/report.ts';
import { Icon, t, useFormat, type Format } from '../../ui/index.ts';
import { About } from '../definitions.tsx';
import { armWords, r, signed, signedMoney, signedShare } from '../words.ts';

export function Headline({ results }: { results: CampaignResults }) {
  const format = useFormat();
  const offered = results.comparisons === undefined ? 'treatment' : 'optimise';
  const arm = results.arms.find((each) => each.arm === offered && each.variant === null);
  const cap = results.valueCap;
  return (
    <section className="results-head">
      <Figure
        label={r('head.conversions')}
        figure="incremental"
        effect={results.incrementalConversions}
        write={(value) => signed(value, format)}
        of={arm?.closed.converted}
        ofWords={`head.between.of.${offered}`}
      >
        <span className="t3">{gainWords(results.gain, format)}</span>
      </Figure>
      {results.hasValue ? (
        <Figure
          label={r('head.value')}
          figure="value"
          effect={results.incrementalValue}
          write={(value) => signedMoney(value, format)}
        >
          <span className="t3">
            {cap === null ? r('head.uncapped') : r('head.capped', { cap: format.sum(cap) })}
          </span>
        </Figure>
      ) : (
        <div>
          <Label figure="value">{r('head.value')}</Label>
          <div className="figure none">{t('dash')}</div>
          <p className="sub">{r('head.noValue')}</p>
        </div>
      )}
      <Ratio results={results} />
      <Pending results={results} format={format} />
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

function Figure(props: {
  label: string;
  figure: string;
  effect: Effect;
  write: (value: number) => string;
  of?: number | undefined;
  ofWords?: 'head.between.of.treatment' | 'head.between.of.optimise';
  children: ReactNode;
}) {
  const { label, figure, effect, write, of, ofWords, children } = props;
  if (effect.type === 'withheld') {
    return (
      <div>
        <Label figure={figure}>{label}</Label>
        <div className="figure none">{r('head.withheld')}</div>
        <p className="sub">{r(`withheld.sentence.${effect.reason}`)}</p>
      </div>
    );
  }
  const bounds = { lower: write(effect.lower), upper: write(effect.upper) };
  return (
    <div>
      <Label figure={figure}>{label}</Label>
      <div className="figure">{write(effect.estimate)}</div>
      <p className="sub">
        <span>
          {of === undefined || ofWords === undefined
            ? r('head.between', bounds)
            : r(ofWords, { ...bounds, n: of })}
        </span>
        {children}
      </p>
    </div>
  );
}

function gainWords(gain: Effect, format: Format): string {
  if (gain.type === 'withheld')
    return r('head.gain.withheld', { reason: r(`withheld.${gain.reason}`) });
  return r(gain.estimate < 0 ? 'head.loss' : 'head.gain', {
    gain: signedShare(gain.estimate, format),
    lower: signedShare(gain.lower, format),
    upper: signedShare(gain.upper, format),
  });
}

const marks = {
  'as-planned': ['check', 'ok'],
  watch: ['eye', 'warn'],
  alarm: ['alert', 'bad'],
} as const;

function Ratio({ results }: { results: CampaignResults }) {
  const format = useFormat();
  const { sampleRatio } = results;
  const counts = sampleRatio.counts.map(({ count }) => format.number(count)).join(' : ');
  const shares = sampleRatio.counts.map(({ share }) => format.number(share * 100, 1)).join(' : ');
  const none = sampleRatio.counts.every(({ count }) => count === 0);
  const [icon, tone] = none ? (['clock', 't3'] as const) : marks[sampleRatio.verdict];
  return (
    <div>
      <Label figure="closed">{r('head.ratio')}</Label>
      <p className="verdict">
        <span className={tone}>
          <Icon name={icon} />
        </span>
        {none ? r('head.withheld') : r(`ratio.${sampleRatio.verdict}`)}
      </p>
      <p className="sub">
        <span>{none ? r('ratio.none') : r('ratio.counts', { counts, shares })}</span>
        {!none && sampleRatio.counts.length > 2 && (
          <span className="t3">{r('ratio.arms', { names: plannedArms(results).join(', ') })}</span>
        )}
        {!none && (
          <span className="t3">
            {r('ratio.evidence', { evidence: format.number(sampleRatio.evidence, 2) })}
          </span>
        )}
      </p>
    </div>
  );
}

/** The arms and variants that a share was planned for, as the sample ratio counts them. */
function plannedArms(results: CampaignResults): readonly string[] {
  const hasVariants = results.arms.some(({ variant }) => variant !== null);
  return results.arms
    .filter(({ arm, variant }) => arm !== 'treatment' || !hasVariants || variant !== null)
    .map(({ arm, variant, name }) => (variant === null ? armWords(arm, results) : name));
}

function Pending({
  results: { pending, days },
  format,
}: {
  results: CampaignResults;
  format: Format;
}) {
  const none = pending.visitors === 0;
  return (
    <div>
      <Label figure="closed">{r('head.pending')}</Label>
      <p className="verdict num">
        <Icon name={none && days.length > 0 ? 'check' : 'clock'} />
        {none ? r('pending.none') : r('pending.visitors', { n: pending.visitors })}
      </p>
      <p className="sub">
        <span>
          {r(days.length === 0 ? 'pending.nobody' : none ? 'pending.none.text' : 'pending.text')}
        </span>
        {pending.lastClosesAt !== null && (
          <span className="t3">
            {r('pending.last', { date: format.date(pending.lastClosesAt) })}
          </span>
        )}
      </p>
    </div>
  );
}
