// All campaigns that have been live, with their gains on one scale. Effects on different goals
// stand beside each other and are never summed.
import { Link } from '@tanstack/react-router';
import { CampaignList, type CampaignSummary } from '@opportune/protocol/rest/campaign/campaign.ts';
import { commonScale } from '../campaigns/scale.ts';
import {
  controlColumn,
  Gain,
  GainBar,
  nameColumn,
  perDayColumn,
} from '../campaigns/summary-columns.tsx';
import { stateTones } from '../campaigns/words.ts';
import {
  format,
  column,
  Empty,
  figureColumn,
  NotYet,
  t,
  Table,
  Tag,
  type Column,
} from '../ui/index.ts';
import { useLiveQuery } from './use-live-query.ts';

export function IndexTab() {
  const { data, error, refetch } = useLiveQuery('/campaigns', CampaignList, { limit: 200 });
  if (data === undefined) return <NotYet error={error} rows={6} columns={5} onRetry={refetch} />;
  const rows = data.items.filter(({ period }) => period !== null);
  if (rows.length === 0) return <NothingLive />;
  const scale = commonScale(rows.map(({ effect }) => effect));
  return (
    <>
      <Table
        caption={t('results.index.caption')}
        className="num results-index phone-list"
        columns={columns(scale)}
        rows={rows}
        rowKey={({ id }) => id}
      />
      <p className="small t3 results-note">{t('results.index.note')}</p>
    </>
  );
}

function NothingLive() {
  return (
    <Empty title={t('results.index.empty.title')} text={t('results.index.empty.text')}>
      <Link to="/campaigns" className="btn primary small">
        {t('results.index.empty.action')}
      </Link>
    </Empty>
  );
}

function columns(scale: readonly [number, number]): readonly Column<CampaignSummary>[] {
  return [
    nameColumn(({ id, name }) => (
      <Link to="/results/$campaign" params={{ campaign: id }} className="plain-link medium">
        {name}
      </Link>
    )),
    column('campaigns.column.state', 196, (row) => <State row={row} />),
    figureColumn('results.index.column.period', 72, (row) => row.period),
    column('campaigns.column.goal', 140, (row) => <span className="t2">{row.goalName}</span>),
    controlColumn(80),
    figureColumn('campaigns.column.eligible', 92, (row) => format.number(row.eligible)),
    perDayColumn(122),
    column('results.index.column.interval', 184, (row) => <GainBar row={row} scale={scale} />),
    figureColumn('results.index.column.gain', 96, ({ effect }) => (
      <Gain effect={effect}>{(gain) => <span className="medium">{gain}</span>}</Gain>
    )),
  ];
}

function State({ row: { state, harm } }: { row: CampaignSummary }) {
  return (
    <>
      <Tag tone={stateTones[state]}>{t(`campaigns.state.${state}`)}</Tag>{' '}
      {harm && <Tag tone="bad">{t('results.harm.title')}</Tag>}
    </>
  );
}
