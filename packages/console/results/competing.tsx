// Other campaigns that want the same visitors, and who kept whom waiting; and those in the same zone
// that met none of them. Nothing is shown where there are neither.
import { Link } from '@tanstack/react-router';
import {
  CompetingCampaigns,
  type CompetingCampaign,
  type UnmetCampaign,
} from '@opportune/protocol/rest/report.ts';
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
  if (data === undefined || data.items.length + data.unmet.length === 0) return null;
  return (
    <section className="results-wide">
      <div className="results-h">
        <h2>{r('competing.title')}</h2>
        {data.items.length > 0 && <span className="small t3">{r('competing.note')}</span>}
        <About figure="competing" />
      </div>
      {data.items.length > 0 && (
        <>
          <div
            className="table-scroll"
            tabIndex={0}
            role="region"
            aria-label={r('competing.title')}
          >
            <Table
              caption={r('competing.title')}
              className="num flat-table beside-table"
              columns={columns(format)}
              rows={data.items}
              rowKey={({ campaign }) => campaign}
            />
          </div>
          <p className="small t3">{r('competing.text')}</p>
        </>
      )}
      <Unmet campaigns={data.unmet} />
    </section>
  );
}

/** Those in the same zone that met none of its visitors: one may keep the other out altogether. */
function Unmet({ campaigns }: { campaigns: readonly UnmetCampaign[] }) {
  if (campaigns.length === 0) return null;
  return (
    <>
      <p className="t2">{r('competing.unmet')}</p>
      <ul className="unmet">
        {campaigns.map(({ campaign, name, order }) => (
          <li key={campaign}>
            <Link to="/results/$campaign" params={{ campaign }} className="plain-link medium">
              {name}
            </Link>{' '}
            <span className="small t3">{r(`competing.unmet.${order}`)}</span>
          </li>
        ))}
      </ul>
    </>
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
