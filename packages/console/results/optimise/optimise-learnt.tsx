// What an optimising campaign learnt, in words and with intervals: by what it decides, who gains more
// from being asked, whether waiting helps, and what agents' time is worth. It is of the newest period.
import { CampaignLearnt, type LearntPolicy } from '@opportune/protocol/rest/campaign/learnt.ts';
import { NotYet, t, Table, Tag, useApiQuery, useFormat } from '../../ui/index.ts';
import type { Column, Format } from '../../ui/index.ts';
import { About } from '../definitions.tsx';
import { perLocale } from '../../words/language.ts';
import { lookUp } from '../../words/words.ts';
import { points } from '../words.ts';

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
  const { policy } = data;
  if (policy === null) return null;
  return (
    <section className="results-wide learnt">
      <div className="results-h">
        <h2>{t('results.learnt.title')}</h2>
        <span className="small t3">{t('results.learnt.note', { n: policy.outcomes })}</span>
        <About figure="learnt" />
      </div>
      <Standing policy={policy} />
      <Who features={policy.features} />
      <div className="learnt-cols">
        {policy.outcomes > 0 && <When delays={policy.delays} />}
        <Time skills={policy.skills} />
      </div>
    </section>
  );
}

function Standing({ policy }: { policy: LearntPolicy }) {
  const format = useFormat();
  const { using, why, confirmed, confirmedBounds, gain } = policy;
  const says = using === 'uplift' && why === 'undecided' ? 'tried' : why;
  const percent = (share: number) => format.percent(share, 0);
  const { lower, upper } = confirmedBounds ?? { lower: 0, upper: 0 };
  const shares = {
    share: percent(Math.min(1, confirmed)),
    lower: percent(lower),
    upper: percent(upper),
  };
  return (
    <p className="learnt-says num">
      <b>{t(`results.learnt.why.${says}`, shares)}</b>{' '}
      {gain === null
        ? t('results.learnt.gain.none')
        : t('results.learnt.gain', {
            points: points(gain.mean),
            lower: points(gain.lower),
            upper: points(gain.upper),
          })}{' '}
      {worthWords(policy, format)}
    </p>
  );
}

function worthWords({ value, valueFrom }: LearntPolicy, format: Format): string {
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
          <div
            className="table-scroll"
            tabIndex={0}
            role="region"
            aria-label={t('results.learnt.who')}
          >
            <Table
              caption={t('results.learnt.who')}
              className="num flat-table learnt-table"
              columns={featureColumns()}
              rows={rows}
              rowKey={({ feature }) => feature}
            />
          </div>
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
    {
      key: 'visitors',
      head: t('results.learnt.who.visitors'),
      cell: ({ feature }) => <span className="arm-name">{named(feature)}</span>,
    },
    {
      key: 'verdict',
      head: t('results.learnt.who.verdict'),
      width: 200,
      cell: (each) => t(`results.learnt.who.${verdictOf(each)}`),
    },
    {
      key: 'effect',
      head: t('results.learnt.who.effect'),
      width: 190,
      align: 'right',
      cell: (each) => <Odds of={each} />,
    },
  ];
}

/** An effect and its interval, which goes below it where there is no room beside. */
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
  const cell = (of: 'accept' | 'goal') => (row: Delay) => {
    const effect = row[of];
    const isNone = row.delayS === 0 || effect === null;
    return isNone ? <span className="t3">{t('console.dash')}</span> : <Odds of={effect} />;
  };
  const isAnswered = delays.some(({ accept }) => accept !== null);
  return (
    <div>
      <h3>{t('results.learnt.when')}</h3>
      <div
        className="table-scroll"
        tabIndex={0}
        role="region"
        aria-label={t('results.learnt.when')}
      >
        <Table
          caption={t('results.learnt.when')}
          className="num flat-table learnt-when"
          rows={delays}
          rowKey={({ delayS }) => String(delayS)}
          columns={[
            {
              key: 'delay',
              head: t('results.learnt.when.delay'),
              width: 120,
              cell: ({ delayS }) =>
                delayS === 0
                  ? t('results.learnt.when.now')
                  : t('results.learnt.when.later', { n: delayS }),
            },
            ...(isAnswered
              ? [
                  {
                    ...{ key: 'accept', head: t('results.learnt.when.accept') },
                    ...{ align: 'right' as const, cell: cell('accept') },
                  },
                ]
              : []),
            {
              key: 'goal',
              head: t(isAnswered ? 'results.learnt.when.goal' : 'results.learnt.when.shown'),
              align: 'right',
              cell: cell('goal'),
            },
          ]}
        />
      </div>
      {isAnswered && <p className="small t3">{t('results.learnt.when.note')}</p>}
    </div>
  );
}

function Time({ skills }: { skills: readonly Skill[] }) {
  const format = useFormat();
  if (skills.length === 0) return null;
  const money = (key: 'dear' | 'cheap', of: (row: Skill) => number): Column<Skill> => ({
    key,
    head: t(`results.learnt.time.${key}`),
    align: 'right',
    cell: (row) => format.money(of(row)),
  });
  return (
    <div>
      <h3>{t('results.learnt.time')}</h3>
      <div
        className="table-scroll"
        tabIndex={0}
        role="region"
        aria-label={t('results.learnt.time')}
      >
        <Table
          caption={t('results.learnt.time')}
          className="num flat-table learnt-time"
          rows={skills}
          rowKey={({ skill }) => skill}
          columns={[
            {
              key: 'skill',
              head: t('results.learnt.time.skill'),
              width: 112,
              cell: ({ skill, guarded }) => (
                <>
                  {skill === '*' ? t('results.learnt.time.anyone') : skill}{' '}
                  {guarded && <Tag tone="warn">{t('results.learnt.time.guarded')}</Tag>}
                </>
              ),
            },
            money('dear', ({ pricePerHour }) => pricePerHour),
            money('cheap', ({ leastPricePerHour }) => leastPricePerHour),
            {
              key: 'minutes',
              head: t('results.learnt.time.minutes'),
              align: 'right',
              cell: ({ minutes }) => format.number(minutes, 1),
            },
            {
              key: 'level',
              head: t('results.learnt.time.level'),
              align: 'right',
              cell: ({ conversations, answeredInTime }) =>
                answeredInTime === null
                  ? t('results.learnt.time.level.none')
                  : t('results.learnt.time.level.of', {
                      share: format.percent(answeredInTime, 0),
                      n: conversations,
                    }),
            },
          ]}
        />
      </div>
      <p className="small t3">{t('results.learnt.time.note')}</p>
    </div>
  );
}

/** By bounds that hold at every look and for all lines together. */
function verdictOf({ lower, upper }: Effect): 'more' | 'less' | 'open' {
  if (lower !== null && lower > 0) return 'more';
  return upper !== null && upper < 0 ? 'less' : 'open';
}

function surenessOf({ effect, error }: Effect): number {
  return Math.abs(effect) / Math.max(error, Number.EPSILON);
}

/** Log odds as a factor of the odds. */
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

/** A feature that the catalogue does not know is named as it is. */
function named(feature: string, form: 'feature' | 'by' = 'feature'): string {
  return lookUp(`results.learnt.${form}.${feature}`) ?? feature;
}
