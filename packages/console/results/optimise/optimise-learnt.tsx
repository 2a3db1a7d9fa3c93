// What an optimising campaign has learnt, in words and with intervals: how it decides now, which
// visitors gain more from an offer, whether waiting helps, and the price of agents' time. It covers
// the newest period.
import { CampaignLearnt, type LearntPolicy } from '@opportune/protocol/rest/campaign/learnt.ts';
import { NotYet, t, Tag, useApiQuery, column, figureColumn, ScrollTable } from '../../ui/index.ts';
import { format, type Column } from '../../ui/index.ts';
import { perLocale } from '../../words/language.ts';
import { lookUp } from '../../words/words.ts';
import { points } from '../words.ts';
import { Section } from '../section.tsx';

type Feature = LearntPolicy['features'][number];
type Delay = LearntPolicy['delays'][number];
type Effect = Delay['goal'];
type Skill = LearntPolicy['skills'][number];

export function LearntView({ id }: { id: string }) {
  const { data, error, refetch } = useApiQuery(`/campaigns/${id}/learnt`, CampaignLearnt, {
    refetchMs: 60_000,
    keep: true,
  });
  if (data === undefined) return <NotYet error={error} rows={4} columns={3} onRetry={refetch} />;
  return data.policy === null ? null : <Learnt policy={data.policy} />;
}

function Learnt({ policy }: { policy: LearntPolicy }) {
  return (
    <Section
      title={t('results.learnt.title')}
      note={t('results.learnt.note', { n: policy.outcomes })}
      about="learnt"
      className="results-wide learnt"
    >
      <Standing policy={policy} />
      <Who features={policy.features} />
      <div className="learnt-cols">
        {policy.outcomes > 0 && <When delays={policy.delays} />}
        <Time skills={policy.skills} />
      </div>
    </Section>
  );
}

/** The confirmed share of the gain with its bounds. */
function confirmedShares({ confirmed, confirmedBounds }: LearntPolicy) {
  const percent = (share: number) => format.percent(share, 0);
  const { lower, upper } = confirmedBounds ?? { lower: 0, upper: 0 };
  return {
    share: percent(Math.min(1, confirmed)),
    lower: percent(lower),
    upper: percent(upper),
  };
}

function Standing({ policy }: { policy: LearntPolicy }) {
  const { using, why, gain } = policy;
  const says = using === 'uplift' && why === 'undecided' ? 'tried' : why;
  return (
    <p className="learnt-says num">
      <b>{t(`results.learnt.why.${says}`, confirmedShares(policy))}</b>{' '}
      {gain === null
        ? t('results.learnt.gain.none')
        : t('results.learnt.gain', {
            points: points(gain.mean),
            lower: points(gain.lower),
            upper: points(gain.upper),
          })}{' '}
      {worthWords(policy)}
    </p>
  );
}

function worthWords({ value, valueFrom }: LearntPolicy): string {
  if (value <= 0) return '';
  const sum = format.sum(value);
  if (valueFrom === null) return t('results.learnt.worth', { sum });
  const { conversions: n, since } = valueFrom;
  return t('results.learnt.worth.from', { sum, n, date: format.date(since) });
}

function Who({ features }: { features: readonly Feature[] }) {
  const known = features.filter((each) => verdictOf(each) !== 'open');
  const rest = features.filter((each) => verdictOf(each) === 'open');
  const rows = known.toSorted((one, other) => surenessOf(other) - surenessOf(one));
  return (
    <>
      <h3>{t('results.learnt.who')}</h3>
      {rows.length === 0 ? (
        <p className="t2">{t('results.learnt.who.none')}</p>
      ) : (
        <>
          <ScrollTable
            caption={t('results.learnt.who')}
            className="num flat-table learnt-table"
            columns={featureColumns()}
            rows={rows}
            rowKey={({ feature }) => feature}
          />
          <p className="small t3">
            {t('results.learnt.scale')}{' '}
            {rest.length > 0 &&
              t('results.learnt.who.rest', {
                names: rest.map(({ feature }) => named(feature, 'by')).join(', '),
              })}
          </p>
        </>
      )}
    </>
  );
}

function featureColumns(): readonly Column<Feature>[] {
  return [
    column('results.learnt.who.visitors', ({ feature }) => (
      <span className="arm-name">{named(feature)}</span>
    )),
    column('results.learnt.who.verdict', 200, (each) => t(`results.learnt.who.${verdictOf(each)}`)),
    figureColumn('results.learnt.who.effect', 190, (each) => <Odds of={each} />),
  ];
}

/** An effect and its interval, which wraps below if there is no room beside it. */
function Odds({ of }: { of: Effect }) {
  return (
    <>
      <span className="strong odds">
        {t('results.learnt.times', { factor: factor(of.effect) })}
      </span>{' '}
      <span className="t2 odds">{between(of)}</span>
    </>
  );
}

function When({ delays }: { delays: readonly Delay[] }) {
  if (delays.every(({ delayS }) => delayS === 0)) return null;
  const isAnswered = delays.some(({ accept }) => accept !== null);
  return (
    <div>
      <h3>{t('results.learnt.when')}</h3>
      <ScrollTable
        caption={t('results.learnt.when')}
        className="num flat-table learnt-when"
        rows={delays}
        rowKey={({ delayS }) => String(delayS)}
        columns={delayColumns(isAnswered)}
      />
      {isAnswered && <p className="small t3">{t('results.learnt.when.note')}</p>}
    </div>
  );
}

function delayColumns(isAnswered: boolean): readonly Column<Delay>[] {
  const cell = (of: 'accept' | 'goal') => (row: Delay) => {
    const effect = row[of];
    const isNone = row.delayS === 0 || effect === null;
    return isNone ? <span className="t3">{t('console.dash')}</span> : <Odds of={effect} />;
  };
  const later = ({ delayS: n }: Delay): string =>
    n === 0 ? t('results.learnt.when.now') : t('results.learnt.when.later', { n });
  const goal = isAnswered ? 'results.learnt.when.goal' : 'results.learnt.when.shown';
  return [
    column('results.learnt.when.delay', 120, later),
    ...(isAnswered ? [figureColumn('results.learnt.when.accept', cell('accept'))] : []),
    figureColumn(goal, cell('goal')),
  ];
}

function Time({ skills }: { skills: readonly Skill[] }) {
  if (skills.length === 0) return null;
  return (
    <div>
      <h3>{t('results.learnt.time')}</h3>
      <ScrollTable
        caption={t('results.learnt.time')}
        className="num flat-table learnt-time"
        rows={skills}
        rowKey={({ skill }) => skill}
        columns={skillColumns()}
      />
      <p className="small t3">{t('results.learnt.time.note')}</p>
    </div>
  );
}

function skillColumns(): readonly Column<Skill>[] {
  return [
    column('results.learnt.time.skill', 112, (row) => <SkillName row={row} />),
    figureColumn('results.learnt.time.dear', ({ pricePerHour }) => format.money(pricePerHour)),
    figureColumn('results.learnt.time.cheap', ({ leastPricePerHour }) =>
      format.money(leastPricePerHour),
    ),
    figureColumn('results.learnt.time.minutes', ({ minutes }) => format.number(minutes, 1)),
    figureColumn('results.learnt.time.level', ({ conversations: n, answeredInTime }) =>
      answeredInTime === null
        ? t('results.learnt.time.level.none')
        : t('results.learnt.time.level.of', { share: format.percent(answeredInTime, 0), n }),
    ),
  ];
}

function SkillName({ row: { skill, guarded } }: { row: Skill }) {
  return (
    <>
      {skill === '*' ? t('results.learnt.time.anyone') : skill}{' '}
      {guarded && <Tag tone="warn">{t('results.learnt.time.guarded')}</Tag>}
    </>
  );
}

/** Judges by bounds that hold at every look and for all rows together. */
function verdictOf({ lower, upper }: Effect): 'more' | 'less' | 'open' {
  if (lower !== null && lower > 0) return 'more';
  return upper !== null && upper < 0 ? 'less' : 'open';
}

function surenessOf({ effect, error }: Effect): number {
  return Math.abs(effect) / Math.max(error, Number.EPSILON);
}

/** Turns log odds into a factor of the odds. */
function factor(effect: number): string {
  return twoDigits().format(Math.exp(effect));
}

const twoDigits = perLocale(
  (locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
);

function between({ lower, upper }: Effect): string {
  if (lower === null || upper === null) return '';
  return t('results.learnt.between', { lower: factor(lower), upper: factor(upper) });
}

/** The name of a feature, or its id if the catalogue has no name. */
function named(feature: string, form: 'feature' | 'by' = 'feature'): string {
  return lookUp(`results.learnt.${form}.${feature}`) ?? feature;
}
