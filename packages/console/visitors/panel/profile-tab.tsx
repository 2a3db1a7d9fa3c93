// What is kept about a visitor beyond this visit, and the traits that the site has reported.
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import type { VisitorDetail, VisitorRow } from '@opportune/protocol/rest/visitor.ts';
import { format, KeyValues, t } from '../../ui/index.ts';
import { languageName } from '../../words/language-name.ts';
import { deviceWords, placeWords, sourceWords } from '../visitor-words.ts';

export function ProfileTab({ detail, row }: { detail: VisitorDetail; row: VisitorRow | null }) {
  const { profile } = detail;
  const traits = Object.entries(profile.traits);
  const orders =
    profile.orders === 0
      ? t('console.none')
      : t('visitors.panel.orders.value', {
          orders: profile.orders,
          value: format.money(profile.orderValue),
        });
  return (
    <>
      <KeyValues
        entries={[
          [t('visitors.profile.firstSeen'), format.dateTime(profile.firstSeenAt)],
          [t('visitors.profile.visits'), format.number(profile.visits)],
          [t('visitors.profile.orders'), orders],
          ...(row === null
            ? []
            : [
                [t('visitors.profile.source'), sourceWords(row)] as const,
                [t('visitors.profile.device'), deviceWords(row.device)] as const,
                [
                  t('visitors.profile.language'),
                  row.device.language === '' ? null : languageName(row.device.language),
                ] as const,
                [t('visitors.profile.place'), placeWords(row.place)] as const,
                [
                  t('visitors.profile.id'),
                  <span className="code" key="id">
                    {row.visitor}
                  </span>,
                ] as const,
              ]),
        ]}
      />
      <List title={t('visitors.profile.searches')} items={profile.searches} />
      <List title={t('visitors.profile.products')} items={profile.products} />
      <h3>{t('visitors.profile.traits')}</h3>
      {traits.length === 0 ? (
        <p className="t2">{t('visitors.profile.traits.none')}</p>
      ) : (
        <KeyValues
          entries={traits.map(
            ([name, value]) =>
              [
                name,
                typeof value === 'boolean'
                  ? t(value ? 'visitors.value.true' : 'visitors.value.false')
                  : String(value),
              ] as const,
          )}
        />
      )}
      <Forgotten dropped={profile.dropped} />
    </>
  );
}

/** How many entries the profile dropped at its limits, and what the limits are. */
function Forgotten({ dropped }: { dropped: number }) {
  if (dropped === 0) return null;
  const { recentEvents, pages, products, searches, orders, traits, attributes } = profileLimits;
  const bounds = { events: recentEvents, pages, products, searches, orders, traits, attributes };
  return (
    <>
      <h3>{t('visitors.profile.dropped', { n: dropped })}</h3>
      <p className="small t2">{t('visitors.profile.dropped.why', bounds)}</p>
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
