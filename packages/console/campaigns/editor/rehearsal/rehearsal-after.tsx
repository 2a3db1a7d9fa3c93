// What eligible visitors did afterwards, beside all visitors: rates and values over closed windows.
import type {
  RehearsalAnswer,
  RehearsedInterval,
  RehearsedOutcome,
} from '@opportune/protocol/rest/campaign/rehearsal.ts';
import { format, Table, t } from '../../../ui/index.ts';

export function RehearsalAfter({ answer }: { answer: RehearsalAnswer }) {
  const { goal, eligible } = answer;
  if (answer.eligibleVisits === 0) return null;
  if (goal === null) return <p className="t2 small">{t('campaigns.rehearsal.after.noGoal')}</p>;
  return (
    <div className="rehearsal-after">
      <h3>{t('campaigns.rehearsal.after.title')}</h3>
      {eligible.visitors === 0 ? (
        <p className="t2 small">{t('campaigns.rehearsal.after.noneClosed', { goal: goal.name })}</p>
      ) : (
        <Outcomes answer={answer} goal={goal} />
      )}
      <p className="t2 small">
        {windowWords(goal.window)} {t('campaigns.rehearsal.after.note')}
        {eligible.pending > 0 &&
          ` ${t('campaigns.rehearsal.after.pending', { n: eligible.pending })}`}
      </p>
    </div>
  );
}

type Goal = NonNullable<RehearsalAnswer['goal']>;

function Outcomes({ answer, goal }: { answer: RehearsalAnswer; goal: Goal }) {
  const percent = (part: number): string => format.percent(part, 1);
  const { number, money, sum } = format;
  const measures: readonly Measure[] = [
    {
      name: t('campaigns.rehearsal.after.rate', { goal: goal.name }),
      of: ({ converted, visitors, rate }) => ({
        is: converted / visitors,
        range: rate,
        write: percent,
      }),
    },
    ...(goal.hasValue
      ? [
          {
            name: t('campaigns.rehearsal.after.value'),
            of: ({ value, visitors, valueEach }: RehearsedOutcome) => ({
              is: value / visitors,
              range: valueEach,
              write: money,
              ends: (end: number) => (value / visitors < 10 ? money(end) : sum(Math.round(end))),
            }),
          },
        ]
      : []),
    {
      name: t('campaigns.rehearsal.after.visitors'),
      of: ({ visitors }) => ({ is: visitors, range: null, write: number }),
    },
  ];
  return (
    <Table
      caption={t('campaigns.rehearsal.after.title')}
      className="num plan-table"
      rows={measures}
      rowKey={({ name }) => name}
      columns={[
        {
          key: 'measure',
          head: <span className="aside-voice">{t('campaigns.rehearsal.after.what')}</span>,
          cell: ({ name }) => <span className="rehearsal-name">{name}</span>,
        },
        {
          key: 'eligible',
          head: t('campaigns.rehearsal.after.eligible'),
          align: 'right',
          width: 102,
          cell: ({ of }) => <Figure outcome={answer.eligible} of={of} strong />,
        },
        {
          key: 'all',
          head: t('campaigns.rehearsal.after.all'),
          align: 'right',
          width: 102,
          cell: ({ of }) => <Figure outcome={answer.all} of={of} />,
        },
      ]}
    />
  );
}

interface Measure {
  readonly name: string;
  readonly of: (outcome: RehearsedOutcome) => {
    readonly is: number;
    /** Null if all visitors were counted. */
    readonly range: RehearsedInterval | null;
    readonly write: (figure: number) => string;
    /** A shorter format for the ends of the range. */
    readonly ends?: (figure: number) => string;
  };
}

function Figure(props: { outcome: RehearsedOutcome; of: Measure['of']; strong?: boolean }) {
  const { outcome, of, strong = false } = props;
  const { is, range, write, ends = write } = of(outcome);
  if (!Number.isFinite(is)) return t('console.dash');
  return (
    <>
      <span className={strong ? 'medium' : undefined}>{write(is)}</span>
      {range !== null && (
        <span className="rehearsal-interval small t3">
          {t('campaigns.rehearsal.interval', {
            low: ends(Math.max(0, range.low)),
            high: ends(range.high),
          })}
        </span>
      )}
    </>
  );
}

function windowWords({ type, seconds }: Goal['window']): string {
  if (type === 'visit') return t('campaigns.rehearsal.after.window.visit');
  const window =
    seconds % 86_400 === 0
      ? t('campaigns.rehearsal.days.window', { n: seconds / 86_400 })
      : seconds % 3600 === 0
        ? t('campaigns.rehearsal.hours.window', { n: seconds / 3600 })
        : t('campaigns.rehearsal.minutes.window', { n: Math.round(seconds / 60) });
  return t('campaigns.rehearsal.after.window.duration', { window });
}
