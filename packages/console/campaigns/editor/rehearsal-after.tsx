// What eligible visitors went on to do, beside everybody: rates and values over closed windows.
import type { RehearsalAnswer, RehearsedOutcome } from '@opportune/protocol/rest/rehearsal.ts';
import { Table, t, useFormat, type Column } from '../../ui/index.ts';
import { c } from '../words.ts';

type Who = 'eligible' | 'all';

export function RehearsalAfter({ answer }: { answer: RehearsalAnswer }) {
  const { goal, eligible } = answer;
  const columns = useColumns(answer);
  if (answer.eligibleVisits === 0) return null;
  if (goal === null) return <p className="t2 small">{c('rehearsal.after.noGoal')}</p>;
  return (
    <div className="rehearsal-after">
      <h3>{c('rehearsal.after.title')}</h3>
      {eligible.visitors === 0 ? (
        <p className="t2 small">{c('rehearsal.after.noneClosed', { goal: goal.name })}</p>
      ) : (
        <Table
          caption={c('rehearsal.after.title')}
          className="num plan-table"
          rows={['eligible', 'all'] as const}
          rowKey={(who) => who}
          columns={columns}
        />
      )}
      <p className="t2 small">
        {windowWords(goal.window)} {c('rehearsal.after.note')}
        {eligible.pending > 0 && ` ${c('rehearsal.after.pending', { n: eligible.pending })}`}
      </p>
    </div>
  );
}

function useColumns(answer: RehearsalAnswer): readonly Column<Who>[] {
  const format = useFormat();
  const { goal } = answer;
  const rate = ({ converted, visitors }: RehearsedOutcome): string =>
    visitors === 0 ? t('dash') : format.percent(converted / visitors, 1);
  const value = ({ value: sum, visitors }: RehearsedOutcome): string =>
    visitors === 0 ? t('dash') : format.money(sum / visitors);
  return [
    {
      key: 'who',
      head: c('rehearsal.after.who'),
      cell: (who) => <span className="medium">{c(`rehearsal.after.${who}`)}</span>,
    },
    {
      key: 'visitors',
      head: c('rehearsal.after.visitors'),
      align: 'right',
      width: 76,
      cell: (who) => format.number(answer[who].visitors),
    },
    {
      key: 'rate',
      head: <span className="clip">{c('rehearsal.after.rate', { goal: goal?.name ?? '' })}</span>,
      align: 'right',
      cell: (who) => rate(answer[who]),
    },
    ...(goal?.hasValue === true
      ? [
          {
            key: 'value',
            head: c('rehearsal.after.value'),
            align: 'right' as const,
            width: 84,
            cell: (who: Who) => value(answer[who]),
          },
        ]
      : []),
  ];
}

function windowWords({ type, seconds }: NonNullable<RehearsalAnswer['goal']>['window']): string {
  if (type === 'visit') return c('rehearsal.after.window.visit');
  const window =
    seconds % 86_400 === 0
      ? c('rehearsal.days.window', { n: seconds / 86_400 })
      : seconds % 3600 === 0
        ? c('rehearsal.hours.window', { n: seconds / 3600 })
        : c('rehearsal.minutes.window', { n: Math.round(seconds / 60) });
  return c('rehearsal.after.window.duration', { window });
}
