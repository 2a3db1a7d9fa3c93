// Campaigns that want the same visitors, with how often each had to wait for the other, and
// campaigns in the same zone that shared no visitor with this one. It lists ten of each at first
// and shows nothing if there are none.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import {
  CompetingCampaigns,
  type CompetingCampaign,
  type UnmetCampaign,
} from '@opportune/protocol/rest/report/report.ts';
import {
  figureColumn,
  format,
  Button,
  useApiQuery,
  type Column,
  t,
  column,
  ScrollTable,
} from '../../ui/index.ts';
import { About } from '../definitions.tsx';

export function Competing({ id, period }: { id: string; period: number }) {
  const { data } = useApiQuery(`/campaigns/${id}/competing`, CompetingCampaigns, {
    query: { period },
    refetchMs: 60_000,
    keep: true,
  });
  const shared = useFirst(data?.items ?? []);
  if (data === undefined || data.items.length + data.unmet.length === 0) return null;
  return (
    <section className="results-wide">
      <div className="results-h">
        <h2>{t('results.competing.title')}</h2>
        {data.items.length > 0 && <span className="small t3">{t('results.competing.note')}</span>}
        <About figure="competing" />
      </div>
      {data.items.length > 0 && (
        <>
          <ScrollTable
            caption={t('results.competing.title')}
            className="num flat-table beside-table"
            columns={columns()}
            rows={shared.shown}
            rowKey={({ campaign }) => campaign}
          />
          <More {...shared} />
          <p className="small t3">{t('results.competing.text')}</p>
        </>
      )}
      <Unmet campaigns={data.unmet} />
    </section>
  );
}

/**
 * Campaigns in the same zone that share no visitor with this one. One of the two may keep the other
 * out entirely.
 */
function Unmet({ campaigns }: { campaigns: readonly UnmetCampaign[] }) {
  const first = useFirst(campaigns);
  if (campaigns.length === 0) return null;
  return (
    <>
      <p className="t2">{t('results.competing.unmet')}</p>
      <ul className="unmet">
        {first.shown.map(({ campaign, name, order }) => (
          <li key={campaign}>
            <Link to="/results/$campaign" params={{ campaign }} className="plain-link medium">
              {name}
            </Link>{' '}
            <span className="small t3">{t(`results.competing.unmet.${order}`)}</span>
          </li>
        ))}
      </ul>
      <More {...first} />
    </>
  );
}

const shownAtFirst = 10;

interface First<T> {
  readonly shown: readonly T[];
  readonly rest: number;
  showAll(): void;
}

/** The first ten items of a list, and all of them after `showAll`. */
function useFirst<T>(all: readonly T[]): First<T> {
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? all : all.slice(0, shownAtFirst);
  return { shown, rest: all.length - shown.length, showAll: () => setIsWhole(true) };
}

function More({ rest, showAll }: Omit<First<unknown>, 'shown'>) {
  if (rest === 0) return null;
  return (
    <p>
      <Button onClick={showAll}>{t('results.competing.more', { n: rest })}</Button>
    </p>
  );
}

function columns(): readonly Column<CompetingCampaign>[] {
  const count = (key: 'visitors' | 'behind' | 'ahead', width: number) =>
    figureColumn(`results.competing.${key}`, width, (row: CompetingCampaign) =>
      format.number(row[key]),
    );
  return [
    column('results.competing.campaign', ({ campaign, name }) => (
      <Link to="/results/$campaign" params={{ campaign }} className="plain-link medium">
        {name}
      </Link>
    )),
    count('visitors', 116),
    figureColumn('results.competing.share', 92, ({ share }) => format.percent(share, 1)),
    count('behind', 116),
    count('ahead', 116),
  ];
}
