// Who is on the site now: how many, how likely they are to reach the goal, and the most likely ones.
// Rows hold their places while somebody points at them. Without `money` no cart's total is shown.
import { Link } from '@tanstack/react-router';
import type { VisitorRow } from '@opportune/protocol/rest/visitor.ts';
import { Bones, Face, format, LiveMark, t, useStore } from '../ui/index.ts';
import { useStill } from '../team/now/use-still.ts';
import { liveVisitors } from '../visitors/list/live-visitors.ts';
import { pageWords, visitorName } from '../visitors/visitor-words.ts';
import { Panel } from './panel.tsx';

/** The most visitors that are named here. */
const most = 4;
const highFrom = 70;
const mediumFrom = 40;

export function SiteNow({ money = false }: { money?: boolean }) {
  const { rows, total, loaded } = useStore(liveVisitors, (live) => live);
  const here = [...rows.values()];
  return (
    <Panel title={t('home.site.title')} end={loaded && <LiveMark>{t('home.site.live')}</LiveMark>}>
      {!loaded ? (
        <Bones rows={4} columns={2} />
      ) : total === 0 ? (
        <p className="home-foot t2">{t('home.site.nobody')}</p>
      ) : (
        <div className="home-body">
          <p className="home-figure">
            <b className="num">{format.number(total)}</b>
            <span className="t2">
              {t('home.site.visitors', { n: total, carts: here.filter(hasCart).length })}
            </span>
          </p>
          <Bars rows={here} />
          <Likely rows={here} money={money} />
        </div>
      )}
    </Panel>
  );
}

function hasCart({ cartItems }: VisitorRow): boolean {
  return cartItems > 0;
}

const bands = ['high', 'medium', 'low'] as const;

function bandOf({ intent }: VisitorRow): (typeof bands)[number] | null {
  if (intent === null) return null;
  return intent.score >= highFrom ? 'high' : intent.score >= mediumFrom ? 'medium' : 'low';
}

/** Nothing is drawn before anything was learnt. */
function Bars({ rows }: { rows: readonly VisitorRow[] }) {
  const counts = Map.groupBy(rows, bandOf);
  const many = bands.map((band) => counts.get(band)?.length ?? 0);
  const highest = Math.max(...many);
  if (highest === 0) return null;
  return (
    <dl className="home-bars">
      {bands.map((band, at) => (
        <div key={band}>
          <dt>{t(`home.site.${band}`)}</dt>
          <dd>
            <i style={{ width: `${((many[at] ?? 0) / highest) * 100}%` }} aria-hidden="true" />
            <span className="num">{format.number(many[at] ?? 0)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Likely({ rows, money }: { rows: readonly VisitorRow[]; money: boolean }) {
  const wanted = [...rows].sort(mostLikelyFirst).slice(0, most);
  const still = useStill(wanted.map(({ visitor }) => visitor));
  const shown = still.keys.flatMap((key) => rows.find(({ visitor }) => visitor === key) ?? []);
  const isScored = rows.some(({ intent }) => intent !== null);
  return (
    <>
      <p className="label row">
        <span className="grow">{t(isScored ? 'home.site.likely' : 'home.site.newest')}</span>
        {money && <span>{t('home.site.cart')}</span>}
        {isScored && <span className="home-score">{t('home.site.intent')}</span>}
      </p>
      <ul className="home-visitors" {...still.on}>
        {shown.slice(0, most).map((row) => (
          <li key={row.visitor}>
            <Link to="/visitors" search={{ visitor: row.visitor }}>
              <Face name={row.name} />
              <span className="grow clip">
                <b className="medium">{visitorName(row)}</b>{' '}
                <span className="t3">{pageWords(row.page)}</span>
              </span>
              {money && row.cartTotal !== null && (
                <span className="num t2">{format.money(row.cartTotal)}</span>
              )}
              {isScored && (
                <span className="num medium home-score">
                  {row.intent === null ? t('console.dash') : format.number(row.intent.score)}
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

function mostLikelyFirst(a: VisitorRow, b: VisitorRow): number {
  return (
    (b.intent?.score ?? -1) - (a.intent?.score ?? -1) ||
    b.cartItems - a.cartItems ||
    b.visitSince - a.visitSince
  );
}
