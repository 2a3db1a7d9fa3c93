// What is known and kept of a contact: addresses, tags and fields, what they permit, what the site told of
// them, notes of the team, and who changed what.
import { webChannel } from '@opportune/protocol/contact/contact.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';
import type { ContactDetail } from '@opportune/protocol/rest/contact/contacts.ts';
import { ContactBlock } from '../../inbox/customer/contact/contact-block.tsx';
import { useVisitorDetail } from '../../inbox/customer/use-visitor-detail.ts';
import { format, KeyValues, t } from '../../ui/index.ts';
import { PermissionBlock } from '../permission/permission-block.tsx';
import { Changes } from './changes.tsx';
import { DetailsBlock } from './details-block.tsx';
import { Notes } from './notes.tsx';

export function AboutTab({ contact }: { contact: ContactDetail }) {
  return (
    <>
      <ContactBlock contact={contact} />
      <DetailsBlock contact={contact.id} />
      <Visited contact={contact} />
      <PermissionBlock contact={contact} />
      <Notes contact={contact.id} />
      <Changes contact={contact.id} />
    </>
  );
}

const traitsShown = 12;

/** The cart, the orders and the traits of the visitor who was seen last. */
function Visited({ contact }: { contact: ContactDetail }) {
  const last = contact.addresses.findLast(({ channel }) => channel === webChannel);
  const visitor = last === undefined ? null : VisitorId.parse(last.address);
  const { data } = useVisitorDetail({ visitor }, { refetchMs: 15_000 });
  if (data === undefined || visitor === null) return null;
  const { row, profile } = data;
  const { visits, orders, orderValue, traits } = profile;
  const hasCart = row !== null && row.cartItems > 0 && row.cartTotal !== null;
  const known: readonly (readonly [string, string])[] = [
    ...(hasCart ? [[t('visitors.panel.cart'), format.money(row.cartTotal ?? 0)] as const] : []),
    [t('visitors.panel.visits'), format.number(Math.max(1, visits))],
    ...(orders === 0
      ? []
      : [
          [
            t('visitors.panel.orders'),
            `${format.number(orders)}, ${format.money(orderValue)}`,
          ] as const,
        ]),
    ...Object.entries(traits)
      .slice(0, traitsShown)
      .map(([name, value]) => [name, traitWords(value)] as const),
  ];
  return (
    <section className="block" aria-label={t('permission.site')}>
      <h3>{t('permission.site')}</h3>
      <KeyValues entries={known} />
    </section>
  );
}

function traitWords(value: string | number | boolean): string {
  if (typeof value !== 'boolean') return String(value);
  return t(value ? 'visitors.value.true' : 'visitors.value.false');
}
