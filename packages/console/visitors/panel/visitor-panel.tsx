// One visitor beside the list: facts, this visit with its explanations, profile, conversations and
// decisions. It loads again when the visitor's row changes and keeps showing what it has meanwhile.
import { Link } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';
import { listOf } from '@opportune/protocol/rest/common.ts';
import { VisitorDetail, type VisitorRow } from '@opportune/protocol/rest/visitor.ts';
import {
  format,
  Face,
  Icon,
  IconButton,
  invalidate,
  NotYet,
  TabPanel,
  Tabs,
  t,
  useApiQuery,
  useStore,
} from '../../ui/index.ts';
import { ConversationsTab } from './conversations-tab.tsx';
import { DecisionsTab } from './decisions-tab.tsx';
import { liveVisitors } from '../list/live-visitors.ts';
import { ProfileTab } from './profile-tab.tsx';
import { StartChat } from '../start-chat.tsx';
import { deviceWords, placeWords, sourceWords, visitorName } from '../visitor-words.ts';
import { VisitTab } from './visit-tab.tsx';
import './panel.css';

export type PanelTab = 'visit' | 'profile' | 'conversations' | 'decisions';
const Conversations = listOf(Conversation);
/** Waits this long after a change, so that quick clicks through the site cause one request. */
const gatherMs = 700;

interface Props {
  readonly visitor: string;
  readonly tab: PanelTab;
  readonly onTab: (tab: PanelTab) => void;
  readonly onClose: () => void;
}

export function VisitorPanel({ visitor, tab, onTab, onClose }: Props) {
  const path = `/visitors/${encodeURIComponent(visitor)}`;
  const { data, error, refetch } = useApiQuery(path, VisitorDetail, { refetchMs: 5000 });
  const { data: talks } = useApiQuery('/conversations', Conversations, {
    query: { visitor, limit: 20 },
  });
  const live = useLiveRow(visitor);
  useEffect(() => {
    if (live === undefined) return;
    const timer = setTimeout(() => invalidate(path), gatherMs);
    return () => clearTimeout(timer);
  }, [live, path]);

  const row = live ?? data?.row ?? null;
  const name = visitorName({ name: row?.name ?? null, visitor });
  return (
    <aside className="panel" aria-label={t('visitors.panel.label', { name })}>
      <Who row={row} name={name} why={data?.why} onClose={onClose} />
      {data === undefined ? (
        <NotYet error={error} rows={8} columns={2} onRetry={refetch} />
      ) : (
        <>
          <Facts detail={data} row={row} />
          <Tabs
            id="visitor-tab"
            label={name}
            value={tab}
            onChange={onTab}
            tabs={[
              { value: 'visit', label: t('visitors.tab.visit') },
              { value: 'profile', label: t('visitors.tab.profile') },
              {
                value: 'conversations',
                label: counted(t('visitors.tab.conversations'), talks?.items.length ?? 0),
              },
              {
                value: 'decisions',
                label: counted(t('visitors.tab.decisions'), data.decisions.length),
              },
            ]}
          />
          <TabPanel id="visitor-tab" value={tab}>
            {body(tab, data, row, talks?.items)}
          </TabPanel>
        </>
      )}
    </aside>
  );
}

function body(
  tab: PanelTab,
  detail: VisitorDetail,
  row: VisitorRow | null,
  talks: readonly Conversation[] | undefined,
): ReactNode {
  switch (tab) {
    case 'visit':
      return <VisitTab detail={detail} row={row} />;
    case 'profile':
      return <ProfileTab detail={detail} row={row} />;
    case 'conversations':
      return <ConversationsTab conversations={talks} />;
    case 'decisions':
      return <DecisionsTab decisions={detail.decisions} campaigns={detail.campaigns} />;
  }
}

function useLiveRow(visitor: string): VisitorRow | undefined {
  const [id] = useState(() => VisitorId.safeParse(visitor).data);
  return useStore(liveVisitors, (live) => (id === undefined ? undefined : live.rows.get(id)));
}

function counted(name: string, n: number): string {
  return n === 0 ? name : t('visitors.tab.counted', { name, n });
}

interface WhoProps {
  readonly row: VisitorRow | null;
  readonly name: string;
  /** Undefined until the details have loaded. */
  readonly why: VisitorDetail['why'] | undefined;
  readonly onClose: () => void;
}

function Who({ row, name, why, onClose }: WhoProps) {
  return (
    <>
      <div className="who">
        <Face name={row?.name ?? null} size="large" />
        <div className="grow">
          <h2>
            <span className="clip">{name}</span>
            {row?.verified === true && (
              <>
                <Icon name="verified" size={16} />
                <span className="aside-voice">{t('visitors.visitor.verified')}</span>
              </>
            )}
          </h2>
          {row !== null && (
            <div className="small t3 clip">
              {[
                sourceWords(row),
                ...(row.place === null ? [] : [placeWords(row.place)]),
                deviceWords(row.device),
              ].join(' · ')}
            </div>
          )}
        </div>
        <IconButton icon="close" label={t('visitors.panel.close')} onClick={onClose} />
      </div>
      {row !== null && (row.conversation !== null || why !== undefined) && (
        <div className="panel-acts row">
          {row.conversation === null ? (
            <StartChat row={row} name={name} why={why ?? []} />
          ) : (
            <Link
              to="/inbox/{-$conversation}"
              params={{ conversation: row.conversation }}
              className="btn primary"
            >
              <Icon name="chat" />
              {t('visitors.panel.conversation')}
            </Link>
          )}
        </div>
      )}
    </>
  );
}

function Facts({ detail, row }: { detail: VisitorDetail; row: VisitorRow | null }) {
  const { profile } = detail;
  const cart =
    row === null || row.cartTotal === null || row.cartItems === 0
      ? t('console.dash')
      : format.money(row.cartTotal);
  const entries: (readonly [string, string])[] = [
    [t('visitors.panel.cart'), cart],
    row === null || row.intent === null
      ? [t('visitors.panel.pages'), row === null ? t('console.dash') : format.number(row.pages)]
      : [t('visitors.panel.intent'), format.number(row.intent.score)],
    [t('visitors.panel.visits'), visitsWords(profile, detail.at)],
    [
      t('visitors.panel.orders'),
      profile.orders === 0
        ? t('console.dash')
        : t('visitors.panel.orders.value', {
            orders: profile.orders,
            value: format.money(profile.orderValue),
          }),
    ],
  ];
  return (
    <dl className="facts">
      {entries.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function visitsWords(profile: VisitorDetail['profile'], at: number): string {
  const days = Math.floor((at - profile.firstSeenAt) / 86_400_000);
  if (profile.visits <= 1 || days < 1) return format.number(Math.max(1, profile.visits));
  return t('visitors.panel.visits.since', {
    visits: profile.visits,
    days: t('visitors.panel.days', { n: days }),
  });
}
