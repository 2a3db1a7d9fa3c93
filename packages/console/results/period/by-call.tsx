// What became of the calls that the campaign offered. It shows nothing if it offered none.
import { CampaignCalls, type CallFigures } from '@opportune/protocol/rest/report/calls.ts';
import {
  ArmMark,
  armName,
  type Column,
  column,
  figureColumn,
  format,
  ScrollTable,
  t,
  useApiQuery,
} from '../../ui/index.ts';
import { Section } from '../section.tsx';

interface ByCallProps {
  readonly id: string;
  readonly period: number;
  readonly optimises: boolean;
}

export function ByCall({ id, period, optimises }: ByCallProps) {
  const { data } = useApiQuery(`/campaigns/${id}/calls`, CampaignCalls, {
    query: { period },
    refetchMs: 60_000,
    keep: true,
  });
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Section title={t('results.calls.title')} note={t('results.calls.note')} about="by call">
      <ScrollTable
        caption={t('results.calls.title')}
        className="num flat-table beside-table"
        columns={columns(optimises)}
        rows={data.items}
        rowKey={({ arm }) => arm}
      />
      <p className="small t3">{t('results.calls.text')}</p>
    </Section>
  );
}

/** A number, and its share of the one before it. */
function withShare(part: number, whole: number) {
  return (
    <>
      {format.number(part)}{' '}
      {whole > 0 && <span className="t3">{format.percent(part / whole, 1)}</span>}
    </>
  );
}

function columns(optimises: boolean): readonly Column<CallFigures>[] {
  return [
    column('results.channels.arm', ({ arm }) => (
      <ArmMark arm={arm} label={armName(arm, { optimises })} />
    )),
    figureColumn('results.calls.offered', 104, ({ offered }) => format.number(offered)),
    figureColumn('results.calls.called', 116, ({ called, offered }) => withShare(called, offered)),
    figureColumn('results.calls.accepted', 128, ({ accepted, called }) =>
      withShare(accepted, called),
    ),
    figureColumn('results.calls.connected', 128, ({ connected, accepted }) =>
      withShare(connected, accepted),
    ),
    figureColumn('results.calls.minutes', 96, ({ minutes }) => format.number(minutes, 1)),
  ];
}
