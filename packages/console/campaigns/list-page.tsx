// The list of campaigns: their state, what they seek, how many reach the moment, and the gain on one
// scale. It edits nothing; a row opens the editor.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { CampaignState } from '@opportune/protocol/campaign/campaign.ts';
import { CampaignList, type CampaignSummary } from '@opportune/protocol/rest/campaign/campaign.ts';
import { useSession } from '../session/session.tsx';
import {
  ago,
  Button,
  Empty,
  Icon,
  IntervalBar,
  NotYet,
  PageHeader,
  SearchField,
  Segmented,
  serverNow,
  t,
  Table,
  Tag,
  useApiQuery,
  useFormat,
  type Column,
  type Format,
  column,
} from '../ui/index.ts';
import { EmptyStart } from './empty-start.tsx';
import { commonScale } from './scale.ts';
import { NewButton } from './new-button.tsx';
import { Spark } from './spark.tsx';
import { shareWords, signedPercent, stateTones } from './words.ts';

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
      {data === undefined ? (
        <NotYet error={error} rows={8} columns={6} onRetry={refetch} />
      ) : all.length === 0 ? (
        <EmptyStart />
      ) : rows.length === 0 ? (
        <Empty title={t('campaigns.list.none.title')} text={t('campaigns.list.none.text')}>
          <Button
            onClick={() => {
              setSearch('');
              setFilter('all');
            }}
          >
            {t('campaigns.list.none.clear')}
          </Button>
        </Empty>
      ) : (
        <Rows rows={rows} />
      )}
    </>
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
        choices={choices.map((value) => ({
          value,
          label: t(`campaigns.filter.${value}`, { n: count(value) }),
        }))}
      />
      <span className="grow" />
      <span className="small t3 wide-only">{t('campaigns.list.note')}</span>
    </div>
  );
}

function Rows({ rows }: { rows: readonly CampaignSummary[] }) {
  const format = useFormat();
  const { account } = useSession();
  const scale = commonScale(
    rows.flatMap(({ effect }) => (effect === null ? [] : [effect.lower, effect.upper])),
  );
  return (
    <div className="scroller">
      <Table
        caption={t('campaigns.list.caption')}
        className="num campaign-table phone-list"
        columns={columns(format, scale)}
        rows={rows}
        rowKey={(row) => row.id}
      />
      <div className="row campaign-foot small t3">
        <span className="grow">{t('campaigns.list.foot')}</span>
        {account.settings.holdout > 0 && (
          <span className="num">
            {t('campaigns.list.foot.holdout', {
              share: shareWords(account.settings.holdout, format),
            })}
          </span>
        )}
      </div>
    </div>
  );
}

function columns(
  format: Format,
  scale: readonly [number, number],
): readonly Column<CampaignSummary>[] {
  const dash = <span className="t3">{t('console.dash')}</span>;
  return [
    {
      key: 'name',
      head: t('campaigns.column.campaign'),
      cell: (row) => (
        <>
          <Link
            to="/campaigns/$campaign"
            params={{ campaign: row.id }}
            className="campaign-name medium"
          >
            {row.name}
          </Link>
          <span className="phone-line">
            {t('campaigns.row.phone', {
              state: t(`campaigns.state.${row.state}`),
              goal: row.goalName,
              n: row.eligible,
            })}
          </span>
        </>
      ),
      width: 220,
    },
    column('state', t('campaigns.column.state'), (row) => <State row={row} format={format} />, 206),
    {
      key: 'goal',
      head: t('campaigns.column.goal'),
      cell: (row) => <span className="t2">{row.goalName === '' ? dash : row.goalName}</span>,
      width: 128,
    },
    {
      key: 'channel',
      head: t('campaigns.column.engagement'),
      cell: (row) => (
        <span className="row t2 channel-cell">
          <Icon name={row.channel} size={14} />
          {t(`campaigns.channel.${row.channel}${row.optimises ? '.optimise' : ''}`)}
        </span>
      ),
      width: 144,
    },
    {
      key: 'control',
      head: t('campaigns.column.control'),
      cell: (row) => <span className="t2">{shareWords(row.control, format)}</span>,
      width: 72,
      align: 'right',
    },
    {
      key: 'eligible',
      head: t('campaigns.column.eligible'),
      cell: (row) => (row.period === null ? dash : format.number(row.eligible)),
      width: 88,
      align: 'right',
    },
    {
      key: 'perDay',
      head: t('campaigns.column.perDay'),
      cell: (row) => (
        <Spark
          values={row.perDay}
          quiet={row.state !== 'running'}
          label={t('campaigns.row.spark', { n: row.perDay.length, last: row.perDay.at(-1) ?? 0 })}
        />
      ),
      width: 112,
    },
    {
      key: 'interval',
      head: t('campaigns.column.interval'),
      cell: (row) => <Interval row={row} format={format} scale={scale} />,
      width: 176,
    },
    {
      key: 'gain',
      head: t('campaigns.column.gain'),
      cell: (row) =>
        row.effect === null ? (
          dash
        ) : (
          <>
            <Link
              to="/results/$campaign"
              params={{ campaign: row.id }}
              className="campaign-name medium"
            >
              {signedPercent(row.effect.gain, format)}
            </Link>
            <span className="phone-line">
              {t('campaigns.row.between', {
                lower: signedPercent(row.effect.lower, format),
                upper: signedPercent(row.effect.upper, format),
              })}
            </span>
          </>
        ),
      width: 92,
      align: 'right',
    },
  ];
}

function State({ row, format }: { row: CampaignSummary; format: Format }) {
  return (
    <span className="row">
      <Tag tone={stateTones[row.state]}>{t(`campaigns.state.${row.state}`)}</Tag>
      {row.harm && <Tag tone="bad">{t('campaigns.row.harm')}</Tag>}
      <span className="small t3 clip">{stateNote(row, format)}</span>
    </span>
  );
}

function stateNote(row: CampaignSummary, format: Format): string {
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

interface IntervalProps {
  readonly row: CampaignSummary;
  readonly format: Format;
  readonly scale: readonly [number, number];
}

function Interval({ row, format, scale }: IntervalProps) {
  if (row.effect === null)
    return row.period === null ? null : <span className="small t3">{t('campaigns.row.few')}</span>;
  const { gain, lower, upper } = row.effect;
  const label = t('campaigns.row.interval', {
    gain: signedPercent(gain, format),
    lower: signedPercent(lower, format),
    upper: signedPercent(upper, format),
  });
  return <IntervalBar estimate={gain} lower={lower} upper={upper} scale={scale} label={label} />;
}
