// The panel beside a conversation: the contact and their addresses, the cart, the page they are on,
// the campaign that brought them, and their earlier conversations over all channels.
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { VisitorId } from '@opportune/protocol/ids.ts';
import type { ContactDetail } from '@opportune/protocol/rest/contact/contacts.ts';
import type { VisitorDetail } from '@opportune/protocol/rest/visitor.ts';
import {
  format,
  ArmMark,
  duration,
  Empty,
  Face,
  Icon,
  IconButton,
  KeyValues,
  LiveMark,
  NotYet,
  t,
  TabPanel,
  Tabs,
  useNarrow,
  useNow,
  useStore,
  type IconName,
} from '../../ui/index.ts';
import { useChannelLooks, useIsAddressed } from '../../channels/use-channels.ts';
import { languageName } from '../../words/language-name.ts';
import { connection } from '../../api/socket.ts';
import { usePanels } from '../../panels/framed.ts';
import { PanelFrame } from '../../panels/panel-frame.tsx';
import { VisitTab } from '../../visitors/panel/visit-tab.tsx';
import { deviceWords, pageWords, placeWords, sourceWords } from '../../visitors/visitor-words.ts';
import { EarlierItem, EarlierTab, useOthers } from '../transcript/earlier.tsx';
import { knownName, nameOf } from '../inbox-words.ts';
import { ContactBlock } from './contact/contact-block.tsx';
import { isSpeakerVerified, visitOfSpeaker } from './contact/speaker-verified.ts';
import { Verify } from './contact/verification.tsx';
import { useContact, useVisitor } from './contact/use-contact.ts';
import { Labels } from './labels.tsx';
import { Need } from './need.tsx';
import { SurveyAnswers } from './survey-answers.tsx';
import { useVisitorDetail } from './use-visitor-detail.ts';
import '../../visitors/panel/panel.css';

type Row = VisitorDetail['row'];
type Side = 'customer' | 'visit' | 'earlier';

interface CustomerProps {
  readonly conversation: Conversation;
  readonly onClose: () => void;
}

export function Customer({ conversation, onClose }: CustomerProps) {
  const [side, setSide] = useState<Side>('customer');
  const contact = useContact(conversation);
  const visitor = useVisitor(conversation, contact);
  const { data, error, refetch } = useVisitorDetail({ visitor }, { refetchMs: 4000 });
  const earlier = useOthers(conversation);
  return (
    <aside className="cust panel" aria-label={t('inbox.customer.title')}>
      <header className="top">
        <Sides side={side} earlier={earlier?.length ?? 0} onSide={setSide} />
        <span className="grow" />
        <span className="side-toggle">
          <IconButton icon="close" label={t('console.close')} onClick={onClose} />
        </span>
      </header>
      <TabPanel id="customer" value={side} className={side === 'customer' ? 'flush' : ''}>
        {side === 'earlier' && <EarlierTab conversation={conversation} others={earlier} />}
        {side !== 'earlier' && data === undefined && (
          <NotYet
            error={error}
            title={t('inbox.customer.unreadable')}
            rows={6}
            columns={2}
            onRetry={refetch}
          />
        )}
        {side === 'visit' && visitor === null && (
          <Empty
            title={t('channels.noVisit.title')}
            text={<NoVisit conversation={conversation} />}
          />
        )}
        {side === 'visit' && visitor !== null && data !== undefined && (
          <VisitTab detail={data} row={data.row} />
        )}
        {side === 'customer' && data !== undefined && (
          <Who
            conversation={conversation}
            contact={contact}
            visitor={visitor}
            detail={data}
            earlier={earlier ?? []}
            onEarlier={() => setSide('earlier')}
          />
        )}
      </TabPanel>
    </aside>
  );
}

interface WhoProps {
  readonly conversation: Conversation;
  readonly contact: ContactDetail | undefined;
  readonly visitor: VisitorId | null;
  readonly detail: VisitorDetail;
  readonly earlier: readonly Conversation[];
  readonly onEarlier: () => void;
}

interface SidesProps {
  readonly side: Side;
  readonly earlier: number;
  readonly onSide: (side: Side) => void;
}

function Sides({ side, earlier, onSide }: SidesProps) {
  const tabs = [
    { value: 'customer', label: t('inbox.customer.tab') },
    { value: 'visit', label: t('inbox.customer.visit') },
    {
      value: 'earlier',
      label:
        earlier === 0 ? t('inbox.customer.earlier') : t('inbox.customer.earlierN', { n: earlier }),
    },
  ] as const;
  const label = t('inbox.customer.title');
  return <Tabs id="customer" label={label} value={side} tabs={tabs} onChange={onSide} />;
}

function Who({ conversation, contact, visitor, detail, earlier, onEarlier }: WhoProps) {
  const panels = usePanels();
  const { row } = detail;
  const known = facts({ conversation, visitor }, detail);
  const traits = traitsOf(detail);
  return (
    <>
      <Name conversation={conversation} contact={contact} row={row} />
      {contact !== undefined && <ContactBlock contact={contact} leads />}
      <Verify conversation={conversation} />
      {known.length > 0 && (
        <Block>
          <KeyValues entries={known} />
        </Block>
      )}
      {traits.length > 0 && (
        <Block title={t('visitors.profile.traits')}>
          <KeyValues entries={traits} />
        </Block>
      )}
      <SurveyAnswers conversation={conversation} mails />
      <Need conversation={conversation} />
      <Labels conversation={conversation} />
      {panels.map((panel) => (
        <PanelFrame key={panel.id} panel={panel} conversation={conversation} detail={detail} />
      ))}
      {visitor === null ? (
        <Block title={t('channels.noVisit.title')}>
          <p className="t2">
            <NoVisit conversation={conversation} />
          </p>
        </Block>
      ) : (
        <>
          <Cart detail={detail} />
          {row !== null && <Whereabouts row={row} before={recent(detail)} />}
          <Campaign conversation={conversation} row={row} />
        </>
      )}
      <Before earlier={earlier} onEarlier={onEarlier} />
      {visitor !== null && <FullLink visitor={visitor} />}
    </>
  );
}

function FullLink({ visitor }: { visitor: VisitorId }) {
  return (
    <div className="block">
      <Link to="/visitors" search={{ visitor: visitor }}>
        {t('inbox.customer.full')}
      </Link>
    </div>
  );
}

interface NameProps extends Pick<WhoProps, 'conversation' | 'contact'> {
  readonly row: Row;
}

function Name({ conversation, contact, row: visiting }: NameProps) {
  const isAddressed = useIsAddressed(conversation.channel);
  const row = visitOfSpeaker(conversation, visiting, isAddressed);
  const known = knownName(conversation) ?? (contact?.name || (row?.name ?? null));
  // A phone shows the panel alone, so its heading is the page's.
  const Title = useNarrow() ? 'h1' : 'div';
  const isVerified = isSpeakerVerified(conversation, contact, { row, isAddressed });
  return (
    <div className="cust-who">
      <Face name={known} size="large" />
      <div className="grow">
        <Title className="cust-name clip">{known ?? nameOf(conversation)}</Title>
        <div className="small t3">{claimWords(known, isVerified)}</div>
      </div>
    </div>
  );
}

function claimWords(known: string | null, isVerified: boolean): string {
  if (isVerified) return t('inbox.customer.verified');
  return t(known === null ? 'inbox.customer.unknown' : 'inbox.customer.claimed');
}

function NoVisit({ conversation }: { conversation: Conversation }) {
  const { name } = useChannelLooks()(conversation.channel);
  return <>{t('channels.noVisit.text', { channel: name })}</>;
}

function Cart({ detail }: { detail: VisitorDetail }) {
  const { row } = detail;
  const total =
    row?.cartTotal != null && row.cartItems > 0 ? (
      <span className="num">{format.money(row.cartTotal)}</span>
    ) : undefined;
  return (
    <Block title={t('inbox.customer.cart')} aside={total}>
      <CartLines detail={detail} />
    </Block>
  );
}

/** The lines of the cart if the site names them, else how many there are. */
function CartLines({ detail: { row, cart } }: { detail: VisitorDetail }) {
  if (row === null || row.cartItems === 0)
    return <p className="t2">{t('inbox.customer.cart.none')}</p>;
  if (cart.lines.length === 0)
    return <p className="t2">{t('inbox.customer.items', { n: row.cartItems })}</p>;
  return (
    <>
      {cart.lines.map((line) => (
        <CartLine key={line.name} line={line} />
      ))}
      {cart.more > 0 && (
        <p className="small t3">{t('inbox.customer.cart.more', { n: cart.more })}</p>
      )}
    </>
  );
}

type Line = VisitorDetail['cart']['lines'][number];

function CartLine({ line: { name, price, quantity } }: { line: Line }) {
  return (
    <div className="cust-line">
      <span className="grow clip">
        {quantity === 1 ? name : t('inbox.customer.cart.many', { n: quantity, name })}
      </span>
      {price !== null && <span className="num t2">{format.money(price * quantity)}</span>}
    </div>
  );
}

interface WhereaboutsProps {
  readonly row: NonNullable<Row>;
  readonly before: VisitorDetail['timeline'];
}

/** The visitor's current or last page, and what they did before. */
function Whereabouts({ row, before }: WhereaboutsProps) {
  return (
    <Block
      title={t(row.online ? 'inbox.customer.now' : 'inbox.customer.gone')}
      aside={<Seen row={row} />}
    >
      <Step icon="page" about={pageWords(row.page)}>
        {row.online && <OnPage since={row.pageSince} />}
      </Step>
      {before.map(({ at, name, about }) => (
        <Step
          key={`${at}${name}`}
          icon={/^(Cart|Product)/.test(name) ? 'cart' : 'page'}
          about={about}
          isBefore
        >
          {format.clock(at)}
        </Step>
      ))}
    </Block>
  );
}

function Seen({ row }: { row: NonNullable<Row> }) {
  const { status } = useStore(connection, (value) => value);
  if (row.online) return status === 'open' && <LiveMark>{t('console.state.live')}</LiveMark>;
  return <span className="small t3 num">{format.dateTime(row.lastSeenAt)}</span>;
}

interface StepProps {
  readonly icon: IconName;
  readonly about: string;
  readonly isBefore?: boolean;
  readonly children: ReactNode;
}

function Step({ icon, about, isBefore = false, children }: StepProps) {
  return (
    <div className={isBefore ? 'cust-line t2' : 'cust-line'}>
      <Icon name={icon} size={14} />
      <span className="grow clip">{about}</span>
      {children !== false && <span className="num t3 small">{children}</span>}
    </div>
  );
}

function Campaign({ conversation, row }: { conversation: Conversation; row: Row }) {
  const campaign = row?.campaign ?? null;
  return (
    <Block title={t('inbox.customer.campaign')}>
      {campaign === null ? (
        <p className="t2">
          {conversation.origin?.campaignName ?? t('inbox.customer.campaign.none')}
        </p>
      ) : (
        <div className="cust-line">
          <span className="grow clip">{campaign.name}</span>
          <ArmMark arm={campaign.arm} optimises={campaign.optimises} />
        </div>
      )}
    </Block>
  );
}

interface BeforeProps {
  readonly earlier: readonly Conversation[];
  readonly onEarlier: () => void;
}

function Before({ earlier, onEarlier }: BeforeProps) {
  return (
    <Block title={t('inbox.customer.before')}>
      {earlier.length === 0 && <p className="t2">{t('inbox.customer.before.none')}</p>}
      {earlier.slice(0, 3).map((each) => (
        <EarlierItem key={each.id} conversation={each} onOpen={onEarlier} />
      ))}
    </Block>
  );
}

/** The traits that the site sent, except those shown above. */
function traitsOf({ profile: { traits } }: VisitorDetail): readonly (readonly [string, string])[] {
  return Object.entries(traits)
    .filter(([name]) => name !== 'email' && name !== 'name')
    .slice(0, traitsShown)
    .map(([name, value]) => [
      name,
      typeof value === 'boolean'
        ? t(value ? 'visitors.value.true' : 'visitors.value.false')
        : String(value),
    ]);
}
const traitsShown = 12;

function facts(
  { conversation, visitor }: Pick<WhoProps, 'conversation' | 'visitor'>,
  { row, profile }: VisitorDetail,
): readonly (readonly [string, ReactNode])[] {
  const email = profile.traits['email'];
  const { visits, orders, orderValue } = profile;
  const language = row === null || row.device.language === '' ? null : row.device.language;
  const all: readonly (readonly [string, ReactNode])[] = [
    [t('inbox.customer.address'), conversation.replyTo],
    [t('inbox.customer.email'), typeof email === 'string' ? email : null],
    [t('inbox.customer.place'), row?.place == null ? null : placeWords(row.place)],
    [t('inbox.customer.device'), row && deviceWords(row.device)],
    [t('inbox.customer.language'), language && languageName(language)],
    [t('inbox.customer.source'), row && sourceWords(row)],
    [t('inbox.customer.visits'), visitor === null ? null : format.number(Math.max(1, visits))],
    [
      t('inbox.customer.orders'),
      orders === 0 ? null : `${format.number(orders)}, ${format.money(orderValue)}`,
    ],
  ];
  return all.filter(([, value]) => value !== null);
}

/** The events that count as places: pages, screens and changes of the cart. */
const places = /^(Page|Screen|Cart (Updated|Viewed)|Product (Added|Removed))$/;

/** The pages and cart changes before the current one, newest first. */
function recent({ timeline, row }: VisitorDetail): VisitorDetail['timeline'] {
  const seen = new Set([row?.page.title]);
  const newest = timeline.toReversed().filter(({ kind, name, about }) => {
    const fresh = kind === 'event' && places.test(name) && about !== '' && !seen.has(about);
    seen.add(about);
    return fresh;
  });
  return newest.slice(0, 3);
}

function OnPage({ since }: { since: number }) {
  return <>{duration(useNow() - since)}</>;
}

interface BlockProps {
  readonly title?: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

function Block({ title, aside, children }: BlockProps) {
  const narrow = useNarrow();
  return (
    <section className="block">
      {title !== undefined && (
        <h3 aria-level={narrow ? 2 : 3}>
          <span className="grow">{title}</span>
          {aside}
        </h3>
      )}
      {children}
    </section>
  );
}
