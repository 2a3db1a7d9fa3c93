// The open conversations as tabs, with the unread count of each. A row of links, each with a button that
// closes it. With one conversation open there is no row.
import { Link, useNavigate } from '@tanstack/react-router';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { useCommands } from '../../keys/do-commands.ts';
import { useSession } from '../../session/session.tsx';
import { Face, Icon, useStore, t } from '../../ui/index.ts';
import { inbox, unreadOf } from '../inbox-store.ts';
import { knownName, nameOf } from '../inbox-words.ts';
import { hasJoined, isMine } from '../transcript/reading.ts';
import { besideTab, withoutTab } from './open-tabs.ts';
import { tabs, useOpened } from './use-opened.ts';
import './open-strip.css';

export function OpenStrip({ open }: { open: ConversationId }) {
  useOpened(open);
  const navigate = useNavigate({ from: '/inbox/{-$conversation}' });
  const all = useStore(tabs, (value) => value);
  const conversations = useStore(inbox, (value) => value.conversations);
  const shown = all.flatMap((id) => conversations.get(id) ?? []);
  const ids = shown.map(({ id }) => id);
  const go = (conversation: ConversationId | undefined): void =>
    void navigate({ params: { conversation }, search: true });
  const close = (closed: ConversationId): void => {
    // Never returns to an ended conversation that is not shown.
    const next = besideTab(ids, closed, -1) ?? undefined;
    tabs.update((now) => withoutTab(now, closed));
    if (closed === open) go(next);
  };
  const step = (by: 1 | -1): void => {
    const next = besideTab(
      shown.map(({ id }) => id),
      open,
      by,
    );
    if (next !== null) go(next);
  };
  useCommands(
    shown.length < 2
      ? { 'open.close': () => close(open) }
      : {
          'open.next': () => step(1),
          'open.previous': () => step(-1),
          'open.close': () => close(open),
        },
  );
  if (shown.length < 2) return null;
  return (
    <nav className="open-strip" aria-label={t('hands.open.strip')}>
      <ul>
        {shown.map((each) => (
          <Tab key={each.id} conversation={each} on={each.id === open} onClose={close} />
        ))}
      </ul>
    </nav>
  );
}

interface TabProps {
  readonly conversation: Conversation;
  readonly on: boolean;
  readonly onClose: (id: ConversationId) => void;
}

function Tab({ conversation, on, onClose }: TabProps) {
  const { user } = useSession();
  const counts =
    !on &&
    conversation.status === 'active' &&
    (isMine(conversation, user.id) || hasJoined(conversation, user.id));
  const count = useStore(inbox, (value) => (counts ? unreadOf(conversation, value) : 0));
  const name = nameOf(conversation);
  return (
    <li className={on ? 'on' : ''}>
      <Link
        to="/inbox/{-$conversation}"
        from="/inbox/{-$conversation}"
        params={{ conversation: conversation.id }}
        search={true}
        aria-current={on ? 'true' : undefined}
      >
        <Face name={knownName(conversation)} />
        <span className="clip">{name}</span>
        {count > 0 && <Unread count={count} />}
      </Link>
      <button
        type="button"
        className="open-close"
        aria-label={t('hands.open.close', { name })}
        onClick={() => onClose(conversation.id)}
      >
        <Icon name="close" size={12} />
      </button>
    </li>
  );
}

function Unread({ count }: { count: number }) {
  return (
    <span className="n">
      <span aria-hidden="true">{count}</span>
      <span className="aside-voice">{t('inbox.item.unread', { n: count })}</span>
    </span>
  );
}
