// The list at the left: groups in fixed order, each row a link; Alt and arrows go through it.
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Conversation, Ring } from '@opportune/protocol/conversation.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { asCommand, useCommands } from '../keys/do-commands.ts';
import { myState, setMyState } from '../shell/me.ts';
import { MeMenu } from '../shell/me-menu.tsx';
import { useSession } from '../session/session.tsx';
import {
  ago,
  Bones,
  duration,
  Face,
  IconButton,
  SearchField,
  t,
  useNow,
  useStore,
} from '../ui/index.ts';
import { a } from './archive-words.ts';
import { groupNames, groupsOf, urgency, type GroupName } from './groups.ts';
import { agents, drafts, inbox, needsMe, unreadOf } from './inbox-store.ts';
import { h } from './hands-words.ts';
import { i, knownName, nameOf } from './inbox-words.ts';
import { rings } from './rings.ts';
import { r } from './routing-words.ts';
import { NewWait } from './new-wait.tsx';

interface Props {
  readonly open: ConversationId | null;
  readonly onOpen: (conversation: ConversationId) => void;
}

export function ConversationList({ open, onOpen }: Props) {
  const { user } = useSession();
  const { conversations, loaded } = useStore(inbox, (value) => value);
  const [searching, setSearching] = useState(false);
  const [search, setSearch] = useState('');
  const all = useStore(rings, (value) => value);
  const ringing = useMemo(() => here(all, user.id), [all, user.id]);
  const groups = useMemo(
    () => groupsOf(matching(conversations.values(), search), user.id, ringing),
    [conversations, search, user.id, ringing],
  );
  const order = groupNames.flatMap((name) => groups[name]).map(({ id }) => id);
  useSteps(order, open, onOpen);
  return (
    <section className="convs" aria-label={i('inbox.list')}>
      <header className="top">
        {searching ? (
          <SearchField
            label={i('inbox.search')}
            value={search}
            onChange={setSearch}
            input={{ ...asCommand('search'), autoFocus: true }}
          />
        ) : (
          <h1 className="grow">{t('area.inbox')}</h1>
        )}
        {!searching && (
          <span className="narrow-only">
            <MeMenu narrow />
          </span>
        )}
        <IconButton
          {...(searching ? {} : asCommand('search'))}
          icon={searching ? 'close' : 'search'}
          label={t(searching ? 'close' : 'search')}
          onClick={() => {
            setSearching(!searching);
            setSearch('');
          }}
        />
      </header>
      {searching && (
        <Link
          to="/search"
          search={search.trim() === '' ? {} : { q: search.trim() }}
          className="search-everything"
        >
          {search.trim() === ''
            ? a('search.everything')
            : a('search.everything.for', { words: search.trim() })}
        </Link>
      )}
      <div className="scroller">
        {!loaded && <Bones rows={7} columns={1} />}
        {groupNames.map(
          (name) =>
            groups[name].length > 0 && (
              <section key={name} aria-label={groupWords(name)}>
                <h2 className="group">
                  <span className="grow">{groupWords(name)}</span>
                  <span className="num">
                    {name === 'active' ? <OfRoom n={groups.active.length} /> : groups[name].length}
                  </span>
                </h2>
                {name === 'waiting' && <NewWait />}
                <ul>
                  {groups[name].map((each) => (
                    <li key={each.id}>
                      <Item conversation={each} group={name} on={each.id === open} />
                    </li>
                  ))}
                </ul>
              </section>
            ),
        )}
      </div>
      <Room active={groups.active.length} />
    </section>
  );
}

function groupWords(name: GroupName): string {
  if (name === 'joined') return h('group.joined');
  return name === 'ringing' ? r('group.ringing') : i(`group.${name}`);
}

/** What rings at a person. */
function here(all: ReadonlyMap<string, Ring>, me: string): ReadonlySet<string> {
  return new Set([...all].flatMap(([id, { to }]) => (to.user === me ? [id] : [])));
}

function* matching(conversations: Iterable<Conversation>, search: string): Iterable<Conversation> {
  const words = search.trim().toLowerCase();
  for (const each of conversations) {
    if (
      words === '' ||
      `${nameOf(each)} ${each.lastText} ${each.topic ?? ''}`.toLowerCase().includes(words)
    )
      yield each;
  }
}

/** The conversation before or after the open one in the list, and the next that needs this person. */
function useSteps(
  order: readonly ConversationId[],
  open: ConversationId | null,
  onOpen: (id: ConversationId) => void,
): void {
  const step = (by: 1 | -1): void => {
    const at = open === null ? (by === 1 ? -1 : 0) : order.indexOf(open);
    const next = order[(at + by + order.length) % order.length];
    if (next !== undefined) onOpen(next);
  };
  useCommands({
    'list.next': () => step(1),
    'list.previous': () => step(-1),
    'list.unread': () => {
      const at = open === null ? -1 : order.indexOf(open);
      const next = [...order.slice(at + 1), ...order.slice(0, Math.max(0, at))].find(needsMe);
      if (next !== undefined) onOpen(next);
    },
  });
}

function Item({
  conversation,
  group,
  on,
}: {
  conversation: Conversation;
  group: GroupName;
  on: boolean;
}) {
  const transcript = useStore(inbox, ({ transcripts }) => transcripts.get(conversation.id));
  const count = group === 'active' || group === 'waiting' ? unreadOf(conversation, transcript) : 0;
  return (
    <Link
      to="/inbox/{-$conversation}"
      params={{ conversation: conversation.id }}
      className={`conv ${on ? 'on' : ''} ${count > 0 ? 'unread' : ''}`}
      aria-current={on ? 'true' : undefined}
    >
      <Face name={knownName(conversation)} size="medium" />
      <b className="clip">{nameOf(conversation)}</b>
      <When conversation={conversation} group={group} />
      <Says conversation={conversation} on={on} />
      {count > 0 && group === 'active' && !on ? (
        <span className="n">
          <span aria-hidden="true">{count}</span>
          <span className="aside-voice">{i('item.unread', { n: count })}</span>
        </span>
      ) : (
        <span />
      )}
    </Link>
  );
}

/** A wait counts by the second and says when it is late; the rest is coarse. */
function When({ conversation, group }: { conversation: Conversation; group: GroupName }) {
  const now = useNow();
  if (group === 'waiting') {
    const waited = now - (conversation.waitingSince ?? conversation.startedAt);
    const tone = { late: 'late', soon: 'soonish', fine: '' }[urgency(waited)];
    return (
      <span className={`at ${tone}`}>
        <span className="aside-voice">{i('item.waits', { time: '' })}</span>
        {duration(waited)}
      </span>
    );
  }
  return (
    <span className="at">
      {ago(now - (group === 'message' ? conversation.startedAt : conversation.lastAt))}
    </span>
  );
}

function Says({ conversation, on }: { conversation: Conversation; on: boolean }) {
  const typing = useStore(inbox, (value) => value.typing.get(conversation.id));
  const draft = useStore(drafts, (value) => value[conversation.id]);
  const last = useStore(inbox, ({ transcripts }) =>
    transcripts.get(conversation.id)?.messages.at(-1),
  );
  if (typing !== undefined)
    return (
      <span className="say clip">
        {typing.text === '' ? i('item.typingOnly') : i('item.typing', { text: typing.text })}
      </span>
    );
  if (draft !== undefined && !on)
    return <span className="say clip">{i('item.draft', { text: draft.text })}</span>;
  const mine = last?.author.type === 'agent' && last.sequence === conversation.lastSequence;
  const text =
    conversation.lastText === ''
      ? i('item.noWords')
      : mine
        ? i('item.you', { text: conversation.lastText })
        : conversation.lastText;
  return (
    <span className="say clip">
      {conversation.topic === null ? text : `${conversation.topic} · ${text}`}
    </span>
  );
}

function OfRoom({ n }: { n: number }) {
  const { user } = useSession();
  const room =
    useStore(agents, (list) => list.find((agent) => agent.user === user.id)?.room) ?? user.room;
  return <>{i('group.ofRoom', { n, room })}</>;
}

function Room({ active }: { active: number }) {
  const { user } = useSession();
  const state = useStore(myState, (value) => value);
  const mine = useStore(agents, (list) => list.find((agent) => agent.user === user.id));
  const left = Math.max(0, (mine?.room ?? user.room) - (mine?.active ?? active));
  if (state !== null && state !== 'online') {
    return (
      <footer className="room warn">
        <span className="grow">{i('room.notOnline')}</span>
        <button type="button" className="link" onClick={() => setMyState('online')}>
          {i('room.goOnline')}
        </button>
      </footer>
    );
  }
  return (
    <footer className="room">
      <span className="grow">{left === 0 ? i('room.full') : i('room.more', { n: left })}</span>
    </footer>
  );
}
