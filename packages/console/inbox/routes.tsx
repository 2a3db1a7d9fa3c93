// The inbox: the list, the conversation, and the customer beside it. A phone shows one of the three
// at a time.
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { ConversationId } from '@opportune/protocol/ids.ts';
import { Empty, ErrorState, t, useApiQuery, useStore } from '../ui/index.ts';
import { titleStore } from '../ui/title.ts';
import { ConversationList } from './list/conversation-list.tsx';
import { ConversationView } from './conversation/conversation-view.tsx';
import { inbox, learnConversation, openConversation } from './inbox-store.ts';
import './inbox.css';

/** With what it says of the visit, loaded with the first conversation that is opened. */
const Customer = lazy(async () => ({
  default: (await import('./customer/customer.tsx')).Customer,
}));

const route = getRouteApi('/inbox/{-$conversation}');

export function InboxPage() {
  const { conversation: param } = route.useParams();
  const { channel } = route.useSearch();
  const navigate = route.useNavigate();
  const open = ConversationId.safeParse(param).data ?? null;
  const [shownFor, setShownFor] = useState<ConversationId | null>(null);
  const customerShown = open !== null && shownFor === open;
  useEffect(() => titleStore.update((now) => ({ ...now, page: t('console.area.inbox') })), []);
  useEffect(() => {
    openConversation(open);
    return () => openConversation(null);
  }, [open]);
  return (
    <div className={`inbox ${open === null ? '' : 'open'} ${customerShown ? 'with-customer' : ''}`}>
      <ConversationList
        open={open}
        channel={channel}
        onOpen={(conversation) => void navigate({ params: { conversation }, search: true })}
      />
      {open === null ? (
        <Choose />
      ) : (
        <Opened
          key={open}
          id={open}
          customerShown={customerShown}
          showCustomer={(shown) => setShownFor(shown ? open : null)}
        />
      )}
    </div>
  );
}

interface OpenedProps {
  readonly id: ConversationId;
  readonly customerShown: boolean;
  readonly showCustomer: (shown: boolean) => void;
}

function Opened({ id, customerShown, showCustomer }: OpenedProps) {
  const told = useStore(inbox, ({ conversations }) => conversations.get(id));
  const loaded = useStore(inbox, (value) => value.loaded);
  const { data, error, refetch } = useApiQuery(
    `/conversations/${encodeURIComponent(id)}`,
    Conversation,
    { enabled: loaded && told === undefined },
  );
  useEffect(() => {
    if (data === undefined) return;
    learnConversation(data);
    openConversation(data.id);
  }, [data]);
  const conversation = told ?? data;
  if (conversation === undefined) {
    return (
      <section className="talk">
        {error === null ? null : (
          <ErrorState
            error={error}
            title={t('inbox.conversation.missing.title')}
            onRetry={() => void refetch()}
          />
        )}
      </section>
    );
  }
  return (
    <>
      <ConversationView
        conversation={conversation}
        customerShown={customerShown}
        onCustomer={() => showCustomer(!customerShown)}
      />
      <Suspense fallback={<aside className="cust panel" />}>
        <Customer conversation={conversation} onClose={() => showCustomer(false)} />
      </Suspense>
    </>
  );
}

function Choose() {
  const { loaded, conversations } = useStore(inbox, (value) => value);
  if (!loaded) return <section className="talk" />;
  return (
    <section className="talk choose">
      {conversations.size === 0 ? (
        <Empty title={t('inbox.inbox.empty.title')} text={t('inbox.inbox.empty.text')}>
          <Link to="/visitors" className="btn plain">
            {t('inbox.inbox.empty.visitors')}
          </Link>
        </Empty>
      ) : (
        <Empty
          title={t('inbox.inbox.choose.title')}
          text={`${t('inbox.inbox.choose.text')} ${t('inbox.inbox.choose.keys')}`}
        />
      )}
    </section>
  );
}
