// Agents' time by arm, and the minutes spent for each additional conversion. It shows nothing if no
// visitor talked to an agent.
import { AgentTime } from '@opportune/protocol/rest/report/optimise.ts';
import {
  column,
  format,
  ArmMark,
  armName,
  t,
  useApiQuery,
  type Column,
  figureColumn,
  ScrollTable,
} from '../../ui/index.ts';
import { Section } from '../section.tsx';

type Row = AgentTime['arms'][number];

interface AgentTimeViewProps {
  readonly id: string;
  readonly period: number;
  readonly optimises: boolean;
}

export function AgentTimeView({ id, period, optimises }: AgentTimeViewProps) {
  const { data } = useApiQuery(`/campaigns/${id}/agent-time`, AgentTime, {
    query: { period },
    refetchMs: 60_000,
    keep: true,
  });
  if (data === undefined || data.arms.every(({ talked }) => talked === 0)) return null;
  return (
    <Section title={t('results.time.title')} note={t('results.time.note')} about="agent minutes">
      <ScrollTable
        caption={t('results.time.title')}
        className="num flat-table time-table"
        columns={columns(optimises)}
        rows={data.arms}
        rowKey={({ arm }) => arm}
      />
      <p className="small t3">{t('results.time.cap', { most: data.mostMinutes })}</p>
    </Section>
  );
}

function columns(optimises: boolean): readonly Column<Row>[] {
  return [
    column('results.time.arm', 160, ({ arm }) => (
      <ArmMark arm={arm} label={<span className="arm-name">{armName(arm, { optimises })}</span>} />
    )),
    figureColumn('results.time.talked', 84, ({ talked }) => format.number(talked)),
    figureColumn('results.time.minutes', 92, ({ minutes }) => format.number(minutes)),
    figureColumn('results.time.each', 132, ({ minutes, eligible }) =>
      eligible === 0 ? t('console.dash') : format.number(minutes / eligible, 2),
    ),
    figureColumn('results.time.gain', 224, ({ perGain }) =>
      perGain.type === 'interval' ? (
        <span className="strong">{format.number(perGain.estimate, 1)}</span>
      ) : (
        <span className="t3">{t('console.dash')}</span>
      ),
    ),
    column('results.time.interval', 240, ({ perGain }) =>
      perGain.type === 'interval' ? (
        <span className="t2">
          {t('results.head.between', {
            lower: format.number(perGain.lower, 1),
            upper: format.number(perGain.upper, 1),
          })}
        </span>
      ) : (
        <span className="small t3">{t(`results.time.${perGain.reason}`)}</span>
      ),
    ),
  ];
}
