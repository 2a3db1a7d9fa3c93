// All campaigns that have been live, each with its gain on one scale. Effects of different goals are
// beside each other and never summed.
import { Link } from '@tanstack/react-router';
import { CampaignList, type CampaignSummary } from '@opportune/protocol/rest/campaign/campaign.ts';
import { commonScale } from '../campaigns/scale.ts';
import { Spark } from '../campaigns/spark.tsx';
import { shareWords, stateTones } from '../campaigns/words.ts';
import {
  Empty,
  IntervalBar,
  t,
  Table,
  Tag,
  useFormat,
  type Column,
  type Format,
  column,
  figureColumn,
  NotYet,
} from '../ui/index.ts';
import { useLiveQuery } from './use-live-query.ts';
import { signedShare } from './words.ts';

export function IndexTab() {
  const format = useFormat();
  const { data, error, refetch } = useLiveQuery('/campaigns', CampaignList, {
    limit: 200,
  });
  if (data === undefined) return <NotYet error={error} rows={6} columns={5} onRetry={refetch} />;
  const rows = data.items.filter(({ period }) => period !== null);
  if (rows.length === 0) {
    return (
      <Empty title={t('results.index.empty.title')} text={t('results.index.empty.text')}>
        <Link to="/campaigns" className="btn primary small">
          {t('results.index.empty.action')}
        </Link>
      </Empty>
    );
  }
  const scale = commonScale(
    rows.flatMap(({ effect }) => (effect === null ? [] : [effect.lower, effect.upper])),
  );
  return (
    <>
      <Table
        caption={t('results.index.caption')}
        className="num results-index phone-list"
        columns={columns(format, scale)}
        rows={rows}
        rowKey={({ id }) => id}
      />
      <p className="small t3 results-note">{t('results.index.note')}</p>
    </>
  );
}

function columns(
  format: Format,
  scale: readonly [number, number],
): readonly Column<CampaignSummary>[] {
  const dash = <span className="t3">{t('console.dash')}</span>;
  return [
    column('name', t('campaigns.column.campaign'), (row) => (
      <>
        <Link to="/results/$campaign" params={{ campaign: row.id }} className="plain-link medium">
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
    )),
    {
      key: 'state',
      head: t('campaigns.column.state'),
      width: 196,
      cell: (row) => (
        <>
          <Tag tone={stateTones[row.state]}>{t(`campaigns.state.${row.state}`)}</Tag>{' '}
          {row.harm && <Tag tone="bad">{t('results.harm.title')}</Tag>}
        </>
      ),
    },
    figureColumn('period', t('results.index.column.period'), (row) => row.period, 72),
    {
      key: 'goal',
      head: t('campaigns.column.goal'),
      width: 140,
      cell: (row) => <span className="t2">{row.goalName}</span>,
    },
    {
      key: 'control',
      head: t('campaigns.column.control'),
      width: 80,
      align: 'right',
      cell: (row) => <span className="t2">{shareWords(row.control, format)}</span>,
    },
    {
      key: 'eligible',
      head: t('campaigns.column.eligible'),
      width: 92,
      align: 'right',
      cell: (row) => format.number(row.eligible),
    },
    {
      key: 'spark',
      head: t('campaigns.column.perDay'),
      width: 122,
      cell: (row) => (
        <Spark
          values={row.perDay}
          quiet={row.state !== 'running'}
          label={t('campaigns.row.spark', { n: row.perDay.length, last: row.perDay.at(-1) ?? 0 })}
        />
      ),
    },
    {
      key: 'interval',
      head: t('results.index.column.interval'),
      width: 184,
      cell: (row) => <Bar row={row} format={format} scale={scale} />,
    },
    {
      key: 'gain',
      head: t('results.index.column.gain'),
      width: 96,
      align: 'right',
      cell: (row) =>
        row.effect === null ? (
          dash
        ) : (
          <>
            <span className="medium">{signedShare(row.effect.gain, format)}</span>
            <span className="phone-line">
              {t('campaigns.row.between', {
                lower: signedShare(row.effect.lower, format),
                upper: signedShare(row.effect.upper, format),
              })}
            </span>
          </>
        ),
    },
  ];
}

interface BarProps {
  readonly row: CampaignSummary;
  readonly format: Format;
  readonly scale: readonly [number, number];
}

function Bar({ row, format, scale }: BarProps) {
  if (row.effect === null) return <span className="small t3">{t('campaigns.row.few')}</span>;
  const { gain, lower, upper } = row.effect;
  const label = t('campaigns.row.interval', {
    gain: signedShare(gain, format),
    lower: signedShare(lower, format),
    upper: signedShare(upper, format),
  });
  return <IntervalBar estimate={gain} lower={lower} upper={upper} scale={scale} label={label} />;
}
