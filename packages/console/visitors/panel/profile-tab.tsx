// What is kept of a visitor beyond this visit, and what the site said about them.
import { profileLimits } from '@opportune/protocol/limits.ts';
import type { VisitorDetail, VisitorRow } from '@opportune/protocol/rest/visitor.ts';
import { KeyValues, t, useFormat } from '../../ui/index.ts';
import { languageName } from '../../words/language-name.ts';
import { deviceWords, placeWords, sourceWords, v } from '../visitor-words.ts';

export function ProfileTab({ detail, row }: { detail: VisitorDetail; row: VisitorRow | null }) {
  const format = useFormat();
  const { profile } = detail;
  const traits = Object.entries(profile.traits);
  const orders =
    profile.orders === 0
      ? t('none')
      : v('panel.orders.value', {
          orders: profile.orders,
          value: format.money(profile.orderValue),
        });
  return (
    <>
      <KeyValues
        entries={[
          [v('profile.firstSeen'), format.dateTime(profile.firstSeenAt)],
          [v('profile.visits'), format.number(profile.visits)],
          [v('profile.orders'), orders],
          ...(row === null
            ? []
            : [
                [v('profile.source'), sourceWords(row)] as const,
                [v('profile.device'), deviceWords(row.device)] as const,
                [
                  v('profile.language'),
                  row.device.language === '' ? null : languageName(row.device.language),
                ] as const,
                [v('profile.place'), placeWords(row.place)] as const,
                [
                  v('profile.id'),
                  <span className="code" key="id">
                    {row.visitor}
                  </span>,
                ] as const,
              ]),
        ]}
      />
      <List title={v('profile.searches')} items={profile.searches} />
      <List title={v('profile.products')} items={profile.products} />
      <h3>{v('profile.traits')}</h3>
      {traits.length === 0 ? (
        <p className="t2">{v('profile.traits.none')}</p>
      ) : (
        <KeyValues
          entries={traits.map(
            ([name, value]) =>
              [
                name,
                typeof value === 'boolean'
                  ? v(value ? 'value.true' : 'value.false')
                  : String(value),
              ] as const,
          )}
        />
      )}
      <Forgotten dropped={profile.dropped} />
    </>
  );
}

/** What fell out at the bounds of a profile, and what these are. */
function Forgotten({ dropped }: { dropped: number }) {
  if (dropped === 0) return null;
  const { recentEvents, pages, products, searches, orders, traits, attributes } = profileLimits;
  const bounds = { events: recentEvents, pages, products, searches, orders, traits, attributes };
  return (
    <>
      <h3>{v('profile.dropped', { n: dropped })}</h3>
      <p className="small t2">{v('profile.dropped.why', bounds)}</p>
    </>
  );
}

function List({ title, items }: { title: string; items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className="chips">
        {items.map((item) => (
          <li key={item} className="tag">
            {item}
          </li>
        ))}
      </ul>
    </>
  );
}
