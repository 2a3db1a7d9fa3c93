// Other campaigns that want the same visitors, and who kept whom waiting. Nothing is shown where no
// visitor was eligible in both.
import { Link } from '@tanstack/react-router';
import { CompetingCampaigns, type CompetingCampaign } from '@opportune/protocol/rest/report.ts';
import { Table, useApiQuery, useFormat, type Column, type Format } from '../ui/index.ts';
import { About } from './definitions.tsx';
import { r } from './words.ts';

export function Competing({ id, period }: { id: string; period: number }) {
  const format = useFormat();
  const { data } = useApiQuery(`/campaigns/${id}/competing`, CompetingCampaigns, {
    query: { period },
    refetchMs: 60_000,
    keep: true,
  });
  if (data === undefined || data.items.length === 0) return null;
  return (
    <section className="results-wide">
      <div className="results-h">
        <h2>{r('competing.title')}</h2>
        <span className="small t3">{r('competing.note')}</span>
        <About figure="competing" />
      </div>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={r('competing.title')}>
        <Table
          caption={r('competing.title')}
          className="num flat-table beside-table"
          columns={columns(format)}
          rows={data.items}
          rowKey={({ campaign }) => campaign}
        />
      </div>
      <p className="small t3">{r('competing.text')}</p>
    </section>
  );
}

function columns(format: Format): readonly Column<CompetingCampaign>[] {
  const count = (key: 'visitors' | 'behind' | 'ahead', width: number) =>
    ({
      key,
      head: r(`competing.${key}`),
      width,
      align: 'right',
      cell: (row: CompetingCampaign) => format.number(row[key]),
    }) as const;
  return [
    {
      key: 'campaign',
      head: r('competing.campaign'),
      cell: ({ campaign, name }) => (
        <Link to="/results/$campaign" params={{ campaign }} className="plain-link medium">
          {name}
        </Link>
      ),
    },
    count('visitors', 116),
    {
      key: 'share',
      head: r('competing.share'),
      width: 92,
      align: 'right',
      cell: ({ share }) => format.percent(share, 1),
    },
    count('behind', 116),
    count('ahead', 116),
  ];
}
