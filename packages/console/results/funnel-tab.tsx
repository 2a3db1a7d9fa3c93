// The funnel of a site over recent days, in total and by day: visits, visits with a cart, visits
// with an order. Visits that only the business's server reports are counted apart. If there are no
// other visits, the funnel shows them instead and says so.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Funnel } from '@opportune/protocol/rest/report/report.ts';
import { SiteList, type Site } from '@opportune/protocol/rest/site.ts';
import type { z } from 'zod';
import { SettingsLink } from '../settings/settings-link.tsx';
import {
  format,
  Button,
  column,
  Empty,
  figureColumn,
  Icon,
  Menu,
  MenuItem,
  NotYet,
  ScrollTable,
  Segmented,
  serverNow,
  t,
  useApiQuery,
  type Column,
  choicesOf,
} from '../ui/index.ts';
import { dayWords } from './period/by-day.tsx';
import { About } from './definitions.tsx';
import { useLiveQuery } from './use-live-query.ts';
import { Section } from './section.tsx';
import type { Key } from '../words/words.ts';

type FunnelFigures = z.infer<typeof Funnel>;
const hourMs = 3600_000;
const spans = ['7', '28', '90'] as const;
type Span = (typeof spans)[number];

export function FunnelTab() {
  const { data, error, refetch } = useApiQuery('/sites', SiteList, {
    query: { limit: 200 },
  });
  const { site } = useSearch({ from: '/results/$campaign' });
  // A link may name a site that was added after the list was loaded.
  const unknown =
    data !== undefined && !data.items.some(({ id }) => id === site) ? site : undefined;
  useEffect(() => {
    if (unknown !== undefined) void refetch();
  }, [unknown, refetch]);
  if (data === undefined) return <NotYet error={error} rows={5} columns={3} onRetry={refetch} />;
  const chosen = data.items.find(({ id }) => id === site) ?? data.items[0];
  if (chosen === undefined) {
    return <NoSite />;
  }
  return <SiteFunnel key={chosen.id} site={chosen} sites={data.items} />;
}

function NoSite() {
  return (
    <Empty title={t('results.site.none.title')} text={t('results.site.none.text')}>
      <SettingsLink page="sites" className="btn plain small">
        {t('results.site.none.action')}
      </SettingsLink>
    </Empty>
  );
}

function useFunnel({ id }: Site, span: Span) {
  const until = useEndOfSpan();
  const from = until - Number(span) * 86_400_000;
  return useLiveQuery(`/sites/${id}/funnel`, Funnel, { from, until });
}

function SiteFunnel({ site, sites }: { site: Site; sites: readonly Site[] }) {
  const [span, setSpan] = useState<Span>('28');
  const { data, error, refetch } = useFunnel(site, span);
  return (
    <div className="results-page">
      <div className="row funnel-bar-top">
        <SiteMenu site={site} sites={sites} />
        <SpanChoice span={span} onSpan={setSpan} />
      </div>
      {data === undefined ? (
        <NotYet error={error} rows={5} columns={3} onRetry={refetch} />
      ) : data.visits === 0 && data.fromServer.visits === 0 ? (
        <Empty title={t('results.site.empty.title')} text={t('results.site.empty.text')} />
      ) : (
        <Figures funnel={data} />
      )}
    </div>
  );
}

function SpanChoice({ span, onSpan }: { span: Span; onSpan: (span: Span) => void }) {
  return (
    <Segmented
      label={t('results.site.span')}
      value={span}
      onChange={onSpan}
      choices={choicesOf(spans, (value) => t(`results.site.span.${value}`))}
    />
  );
}

function useShowSite(): (site: string) => void {
  const navigate = useNavigate();
  return (site) =>
    void navigate({
      to: '/results/$campaign',
      params: { campaign: 'funnel' },
      search: { site },
    });
}

function SiteMenu({ site, sites }: { site: Site; sites: readonly Site[] }) {
  const show = useShowSite();
  return (
    <Menu target={<Button tail="down">{site.name}</Button>}>
      {sites.map(({ id, name }) => (
        <MenuItem
          key={id}
          checked={id === site.id}
          after={id === site.id ? <Icon name="check" size={14} /> : undefined}
          onClick={() => show(id)}
        >
          {name}
        </MenuItem>
      ))}
    </Menu>
  );
}

/**
 * The end of the span: a full hour in the future. It changes once an hour, so that the same query
 * is asked again until then.
 */
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

/**
 * The figures that the steps show: visits in browsers, or visits reported by the server alone if
 * there are no others.
 */
function shownOf(funnel: FunnelFigures): FunnelFigures {
  if (funnel.visits > 0) return funnel;
  const days = funnel.days.map((day) => ({ ...day, ...day.fromServer }));
  return { ...funnel, ...funnel.fromServer, days };
}

function FromServer({ visits }: { visits: number }) {
  return (
    <p className="small t3 row">
      {t('results.site.fromServer.beside', { n: visits })}
      <About figure="server-side visits" />
    </p>
  );
}

function Figures({ funnel: counted }: { funnel: FunnelFigures }) {
  const funnel = shownOf(counted);
  const isByServer = counted.visits === 0;
  const { fromServer, bots } = counted;
  return (
    <>
      {isByServer && <p className="small t2">{t('results.site.fromServer.only')}</p>}
      <section className="site-funnel num">
        <Steps funnel={funnel} isByServer={isByServer} />
        <Value funnel={funnel} />
      </section>
      {!isByServer && fromServer.visits > 0 && <FromServer visits={fromServer.visits} />}
      {bots > 0 && <p className="small t3">{t('results.site.bots', { n: bots })}</p>}
      <Days days={funnel.days} isByServer={isByServer} />
    </>
  );
}

function shareWords(part: number, of: number): string {
  return of === 0 ? t('console.dash') : format.percent(part / of, 1);
}

function visitsKey(isByServer: boolean) {
  return isByServer ? 'results.site.fromServer.visits' : 'results.site.visits';
}

function Steps({ funnel, isByServer }: { funnel: FunnelFigures; isByServer: boolean }) {
  const { visits, withCart, withOrder } = funnel;
  const ofVisits = (part: number): string =>
    t('results.site.ofVisits', { share: shareWords(part, visits) });
  const ofCarts = t('results.site.ofCarts', { share: shareWords(withOrder, withCart) });
  return (
    <>
      <Step
        label={t(visitsKey(isByServer))}
        figure={isByServer ? 'server-side visits' : 'visits'}
        count={format.number(visits)}
        width={1}
        note={t('results.site.visitors', { n: funnel.visitors })}
      />
      <Step
        label={t('results.site.withCart')}
        figure="visits with a cart"
        count={format.number(withCart)}
        width={withCart / visits}
        note={ofVisits(withCart)}
      />
      <Step
        label={t('results.site.withOrder')}
        figure="visits with an order"
        count={format.number(withOrder)}
        width={withOrder / visits}
        note={`${ofVisits(withOrder)}, ${ofCarts}`}
      />
    </>
  );
}

function Value({ funnel: { value, orders } }: { funnel: FunnelFigures }) {
  const each = orders > 0 ? format.money(value / orders) : null;
  return (
    <div className="site-value">
      <div className="row label">
        <span>{t('results.site.value')}</span>
        <About figure="orders" />
      </div>
      <div className="figure">{format.money(value)}</div>
      <p className="sub">
        {t('results.site.orders', { n: orders })}
        {each !== null && `, ${t('results.site.each', { value: each })}`}
      </p>
    </div>
  );
}

interface DaysProps {
  readonly days: FunnelFigures['days'];
  readonly isByServer: boolean;
}

function Days({ days, isByServer }: DaysProps) {
  return (
    <Section title={t('results.site.days')} note={format.timeZone} className="">
      <ScrollTable
        caption={t('results.site.days')}
        className="num flat-table site-days"
        rows={[...days].reverse()}
        rowKey={({ day }) => day}
        columns={dayColumns(isByServer)}
      />
    </Section>
  );
}

type Day = FunnelFigures['days'][number];

function dayColumns(isByServer: boolean): readonly Column<Day>[] {
  const count = (head: Key, key: 'visits' | 'withCart' | 'withOrder'): Column<Day> =>
    figureColumn(head, (day) => format.number(day[key]));
  const share = (key: 'withCart' | 'withOrder'): Column<Day> => ({
    ...{ key: `${key}Share`, head: '%', width: 80, align: 'right' },
    cell: (day) => <span className="t2">{shareWords(day[key], day.visits)}</span>,
  });
  return [
    column('results.days.day', 130, ({ day }) => dayWords(day)),
    count(visitsKey(isByServer), 'visits'),
    count('results.site.withCart', 'withCart'),
    share('withCart'),
    count('results.site.withOrder', 'withOrder'),
    share('withOrder'),
    figureColumn('results.days.value', ({ value }) =>
      value === 0 ? t('console.dash') : format.money(value),
    ),
  ];
}

interface StepProps {
  readonly label: string;
  readonly figure: string;
  readonly count: string;
  readonly width: number;
  readonly note: string;
}

function Step({ label, figure, count, width, note }: StepProps) {
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
