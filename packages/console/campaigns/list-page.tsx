// The list of campaigns: their state, goal and eligible visitors, and their gains on one scale. It
// edits nothing; a row opens the editor.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { CampaignState } from '@opportune/protocol/campaign/campaign.ts';
import { CampaignList, type CampaignSummary } from '@opportune/protocol/rest/campaign/campaign.ts';
import { useSession } from '../session/session.tsx';
import {
  format,
  ago,
  Button,
  column,
  Empty,
  figureColumn,
  Icon,
  NotYet,
  PageHeader,
  SearchField,
  Segmented,
  serverNow,
  t,
  Table,
  Tag,
  useApiQuery,
  type Column,
  choicesOf,
} from '../ui/index.ts';
import { channelIcon } from './channel-icon.ts';
import { EmptyStart } from './empty-start.tsx';
import { commonScale } from './scale.ts';
import { controlColumn, Gain, GainBar, nameColumn, perDayColumn } from './summary-columns.tsx';
import { NewButton } from './new-button.tsx';
import { shareWords, stateTones } from './words.ts';

type Filter = 'all' | CampaignState;
const filters: readonly Filter[] = ['all', 'running', 'draft', 'paused', 'archived'];

export function ListPage() {
  const { data, error, refetch } = useApiQuery('/campaigns', CampaignList, {
    query: { limit: 200 },
    refetchMs: 30_000,
  });
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<Filter>('all');
  const all = data?.items ?? [];
  const rows = all.filter((row) => fits(row, search, filter));
  const some = data !== undefined && all.length > 0;
  return (
    <>
      <PageHeader title={t('console.area.campaigns')}>
        {some && (
          <SearchField
            label={t('campaigns.list.search')}
            value={search}
            onChange={setSearch}
            width={220}
          />
        )}
        {some && <NewButton />}
      </PageHeader>
      {some && <FilterBar all={all} filter={filter} onFilter={setFilter} />}
      {some && rows.length > 0 && <Rows rows={rows} />}
      {some && rows.length === 0 && (
        <NoneFits
          onClear={() => {
            setSearch('');
            setFilter('all');
          }}
        />
      )}
      {data === undefined && <NotYet error={error} rows={8} columns={6} onRetry={refetch} />}
      {data !== undefined && !some && <EmptyStart />}
    </>
  );
}

function NoneFits({ onClear }: { onClear: () => void }) {
  return (
    <Empty title={t('campaigns.list.none.title')} text={t('campaigns.list.none.text')}>
      <Button onClick={onClear}>{t('campaigns.list.none.clear')}</Button>
    </Empty>
  );
}

function fits(row: CampaignSummary, search: string, filter: Filter): boolean {
  const wanted = search.trim().toLocaleLowerCase();
  if (filter !== 'all' && row.state !== filter) return false;
  return wanted === '' || `${row.name} ${row.goalName}`.toLocaleLowerCase().includes(wanted);
}

interface FilterBarProps {
  readonly all: readonly CampaignSummary[];
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}

function FilterBar({ all, filter, onFilter }: FilterBarProps) {
  const count = (state: Filter): number =>
    state === 'all' ? all.length : all.filter((row) => row.state === state).length;
  const choices = filters.filter(
    (value) => value === 'all' || value === filter || count(value) > 0,
  );
  return (
    <div className="bar campaign-bar">
      <Segmented
        label={t('campaigns.list.filter')}
        value={filter}
        onChange={onFilter}
        choices={choicesOf(choices, (value) => t(`campaigns.filter.${value}`, { n: count(value) }))}
      />
      <span className="grow" />
      <span className="small t3 wide-only">{t('campaigns.list.note')}</span>
    </div>
  );
}

function Rows({ rows }: { rows: readonly CampaignSummary[] }) {
  const scale = commonScale(rows.map(({ effect }) => effect));
  return (
    <div className="scroller">
      <Table
        caption={t('campaigns.list.caption')}
        className="num campaign-table phone-list"
        columns={columns(scale)}
        rows={rows}
        rowKey={(row) => row.id}
      />
      <Foot />
    </div>
  );
}

function Foot() {
  const { account } = useSession();
  return (
    <div className="row campaign-foot small t3">
      <span className="grow">{t('campaigns.list.foot')}</span>
      {account.settings.holdout > 0 && (
        <span className="num">
          {t('campaigns.list.foot.holdout', {
            share: shareWords(account.settings.holdout),
          })}
        </span>
      )}
    </div>
  );
}

function CampaignName({ campaign: { id, name } }: { campaign: CampaignSummary }) {
  return (
    <Link to="/campaigns/$campaign" params={{ campaign: id }} className="campaign-name medium">
      {name}
    </Link>
  );
}

function columns(scale: readonly [number, number]): readonly Column<CampaignSummary>[] {
  const dash = <span className="t3">{t('console.dash')}</span>;
  return [
    nameColumn((row) => <CampaignName campaign={row} />, 220),
    column('campaigns.column.state', 206, (row) => <State row={row} />),
    column('campaigns.column.goal', 128, ({ goalName }) => (
      <span className="t2">{goalName === '' ? dash : goalName}</span>
    )),
    column('campaigns.column.engagement', 144, (row) => <Channel row={row} />),
    controlColumn(72),
    figureColumn('campaigns.column.eligible', 88, (row) =>
      row.period === null ? dash : format.number(row.eligible),
    ),
    perDayColumn(112),
    ...gainColumns(scale),
  ];
}

function gainColumns(scale: readonly [number, number]): readonly Column<CampaignSummary>[] {
  const gain = ({ id, effect }: CampaignSummary) => (
    <Gain effect={effect}>
      {(words) => (
        <Link to="/results/$campaign" params={{ campaign: id }} className="campaign-name medium">
          {words}
        </Link>
      )}
    </Gain>
  );
  const bar = (row: CampaignSummary) => <GainBar row={row} scale={scale} />;
  return [
    column('campaigns.column.interval', 176, bar),
    figureColumn('campaigns.column.gain', 92, gain),
  ];
}

function Channel({ row: { channel, optimises } }: { row: CampaignSummary }) {
  return (
    <span className="row t2 channel-cell">
      <Icon name={channelIcon[channel]} size={14} />
      {t(`campaigns.channel.${channel}${optimises ? '.optimise' : ''}`)}
    </span>
  );
}

function State({ row }: { row: CampaignSummary }) {
  return (
    <span className="row">
      <Tag tone={stateTones[row.state]}>{t(`campaigns.state.${row.state}`)}</Tag>
      {row.harm && <Tag tone="bad">{t('campaigns.row.harm')}</Tag>}
      <span className="small t3 clip">{stateNote(row)}</span>
    </span>
  );
}

function stateNote(row: CampaignSummary): string {
  if (row.state === 'archived')
    return t('campaigns.row.ended', { date: format.date(row.updatedAt) });
  if (row.state === 'draft' || row.period === null) {
    const since = serverNow() - row.updatedAt;
    if (since < 60_000) return t('campaigns.row.edited.now');
    return since > 7 * 86_400_000
      ? t('campaigns.row.edited', { when: format.date(row.updatedAt) })
      : t('campaigns.row.edited.ago', { when: ago(since) });
  }
  return t(row.hasDraft ? 'campaigns.row.period.draft' : 'campaigns.row.period', { n: row.period });
}
