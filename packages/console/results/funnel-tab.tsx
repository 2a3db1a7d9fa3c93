// The funnel of a site: visits, with a cart, with an order, over the last days, and by day. Server-side
// visits, of whom the business's server alone reports, stand apart; where there are no others, in their
// place and marked.
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Funnel } from '@opportune/protocol/rest/report/report.ts';
import { SiteList, type Site } from '@opportune/protocol/rest/site.ts';
import type { z } from 'zod';
import {
  Bones,
  Button,
  Empty,
  ErrorState,
  Icon,
  Menu,
  MenuItem,
  Segmented,
  serverNow,
  t,
  Table,
  useApiQuery,
  useFormat,
} from '../ui/index.ts';
import { dayWords } from './period/by-day.tsx';
import { About } from './definitions.tsx';
import { useLiveQuery } from './use-live-query.ts';

type FunnelFigures = z.infer<typeof Funnel>;
const hourMs = 3600_000;
const spans = ['7', '28', '90'] as const;

export function FunnelTab() {
  const { data, error, refetch } = useApiQuery('/sites', SiteList, {
    query: { limit: 200 },
  });
  const { site } = useSearch({ from: '/results/$campaign' });
  if (data === undefined)
    return error === null ? (
      <Bones rows={5} columns={3} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  const chosen = data.items.find(({ id }) => id === site) ?? data.items[0];
  if (chosen === undefined) {
    return (
      <Empty title={t('results.site.none.title')} text={t('results.site.none.text')}>
        <Link
          to="/settings/{-$page}/{-$item}"
          params={{ page: 'sites', item: undefined }}
          className="btn plain small"
        >
          {t('results.site.none.action')}
        </Link>
      </Empty>
    );
  }
  return <SiteFunnel key={chosen.id} site={chosen} sites={data.items} />;
}

function SiteFunnel({ site, sites }: { site: Site; sites: readonly Site[] }) {
  const [span, setSpan] = useState<(typeof spans)[number]>('28');
  const until = useEndOfSpan();
  const navigate = useNavigate();
  const { data, error, refetch } = useLiveQuery(`/sites/${site.id}/funnel`, Funnel, {
    from: until - Number(span) * 86_400_000,
    until,
  });
  return (
    <div className="results-page">
      <div className="row funnel-bar-top">
        <Menu target={<Button tail="down">{site.name}</Button>}>
          {sites.map(({ id, name }) => (
            <MenuItem
              key={id}
              checked={id === site.id}
              after={id === site.id ? <Icon name="check" size={14} /> : undefined}
              onClick={() =>
                void navigate({
                  to: '/results/$campaign',
                  params: { campaign: 'funnel' },
                  search: { site: id },
                })
              }
            >
              {name}
            </MenuItem>
          ))}
        </Menu>
        <Segmented
          label={t('results.site.span')}
          value={span}
          onChange={setSpan}
          choices={spans.map((value) => ({ value, label: t(`results.site.span.${value}`) }))}
        />
      </div>
      {data === undefined ? (
        error === null ? (
          <Bones rows={5} columns={3} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : data.visits === 0 && data.fromServer.visits === 0 ? (
        <Empty title={t('results.site.empty.title')} text={t('results.site.empty.text')} />
      ) : (
        <Figures funnel={data} />
      )}
    </div>
  );
}

/** A whole hour that is still to come: the same for an hour, so that one question is asked again. */
function useEndOfSpan(): number {
  const [until, setUntil] = useState(endOfSpan);
  useEffect(() => {
    const timer = setInterval(() => setUntil(endOfSpan()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return until;
}

function endOfSpan(): number {
  return (Math.floor(serverNow() / hourMs) + 2) * hourMs;
}

/** What the steps show: visitors' own visits, or those that the server alone reports where it has none. */
function shownOf(funnel: FunnelFigures): FunnelFigures {
  if (funnel.visits > 0) return funnel;
  const days = funnel.days.map((day) => ({ ...day, ...day.fromServer }));
  return { ...funnel, ...funnel.fromServer, days };
}

function Figures({ funnel: counted }: { funnel: FunnelFigures }) {
  const format = useFormat();
  const funnel = shownOf(counted);
  const isByServer = counted.visits === 0;
  const share = (part: number, of: number): string =>
    of === 0 ? t('console.dash') : format.percent(part / of, 1);
  return (
    <>
      {isByServer && <p className="small t2">{t('results.site.fromServer.only')}</p>}
      <section className="site-funnel num">
        <Step
          label={t(isByServer ? 'results.site.fromServer.visits' : 'results.site.visits')}
          figure={isByServer ? 'server-side visits' : 'visits'}
          count={format.number(funnel.visits)}
          width={1}
          note={t('results.site.visitors', { n: funnel.visitors })}
        />
        <Step
          label={t('results.site.withCart')}
          figure="visits with a cart"
          count={format.number(funnel.withCart)}
          width={funnel.withCart / funnel.visits}
          note={t('results.site.ofVisits', { share: share(funnel.withCart, funnel.visits) })}
        />
        <Step
          label={t('results.site.withOrder')}
          figure="visits with an order"
          count={format.number(funnel.withOrder)}
          width={funnel.withOrder / funnel.visits}
          note={`${t('results.site.ofVisits', { share: share(funnel.withOrder, funnel.visits) })}, ${t('results.site.ofCarts', { share: share(funnel.withOrder, funnel.withCart) })}`}
        />
        <div className="site-value">
          <div className="row label">
            <span>{t('results.site.value')}</span>
            <About figure="orders" />
          </div>
          <div className="figure">{format.money(funnel.value)}</div>
          <p className="sub">
            {t('results.site.orders', { n: funnel.orders })}
            {funnel.orders > 0 &&
              `, ${t('results.site.each', { value: format.money(funnel.value / funnel.orders) })}`}
          </p>
        </div>
      </section>
      {!isByServer && counted.fromServer.visits > 0 && (
        <p className="small t3 row">
          {t('results.site.fromServer.beside', { n: counted.fromServer.visits })}
          <About figure="server-side visits" />
        </p>
      )}
      {funnel.bots > 0 && <p className="small t3">{t('results.site.bots', { n: funnel.bots })}</p>}
      <section>
        <div className="results-h">
          <h2>{t('results.site.days')}</h2>
          <span className="small t3">{format.timeZone}</span>
        </div>
        <div
          className="table-scroll"
          tabIndex={0}
          role="region"
          aria-label={t('results.site.days')}
        >
          <Table
            caption={t('results.site.days')}
            className="num flat-table site-days"
            rows={[...funnel.days].reverse()}
            rowKey={({ day }) => day}
            columns={[
              {
                key: 'day',
                head: t('results.days.day'),
                cell: ({ day }) => dayWords(day),
                width: 130,
              },
              {
                key: 'visits',
                head: t(isByServer ? 'results.site.fromServer.visits' : 'results.site.visits'),
                align: 'right',
                cell: ({ visits }) => format.number(visits),
              },
              {
                key: 'cart',
                head: t('results.site.withCart'),
                align: 'right',
                cell: ({ withCart }) => format.number(withCart),
              },
              {
                key: 'cartShare',
                head: '%',
                align: 'right',
                width: 80,
                cell: ({ withCart, visits }) => (
                  <span className="t2">{share(withCart, visits)}</span>
                ),
              },
              {
                key: 'order',
                head: t('results.site.withOrder'),
                align: 'right',
                cell: ({ withOrder }) => format.number(withOrder),
              },
              {
                key: 'orderShare',
                head: '%',
                align: 'right',
                width: 80,
                cell: ({ withOrder, visits }) => (
                  <span className="t2">{share(withOrder, visits)}</span>
                ),
              },
              {
                key: 'value',
                head: t('results.days.value'),
                align: 'right',
                cell: ({ value }) => (value === 0 ? t('console.dash') : format.money(value)),
              },
            ]}
          />
        </div>
      </section>
    </>
  );
}

function Step({
  label,
  figure,
  count,
  width,
  note,
}: {
  label: string;
  figure: string;
  count: string;
  width: number;
  note: string;
}) {
  return (
    <div className="site-step">
      <div className="row label">
        <span>{label}</span>
        <About figure={figure} />
      </div>
      <div className="figure">{count}</div>
      <i className="site-bar" style={{ width: `${Math.max(width * 100, 0.5)}%` }} />
      <p className="sub">{note}</p>
    </div>
  );
}
