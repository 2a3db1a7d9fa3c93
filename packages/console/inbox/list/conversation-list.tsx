// The list at the left: groups in fixed order, each row a link; Alt and arrows go through it.
import { Link } from '@tanstack/react-router';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Conversation, Ring } from '@opportune/protocol/conversation/conversation.ts';
import type { ChannelId, ConversationId } from '@opportune/protocol/ids.ts';
import { useChannelLooks, useNewChannels } from '../../channels/use-channels.ts';
import { asCommand, useCommands } from '../../keys/do-commands.ts';
import { myState, setMyState } from '../../shell/me.ts';
import { MeMenu } from '../../shell/me-menu.tsx';
import { useSession } from '../../session/session.tsx';
import { Bones, IconButton, SearchField, t, useStore } from '../../ui/index.ts';
import { ChannelFilter } from './channel-filter.tsx';
import { ConversationRow } from './conversation-row.tsx';
import { groupNames, groupsOf, inOrderOf, type GroupName, type Groups } from './groups.ts';
import { ListRows } from './list-rows.tsx';
import { placesLeft } from '../conversation/hand-room.ts';
import { agents, inbox } from '../inbox-store.ts';
import { nameOf } from '../inbox-words.ts';
import { rings } from '../news/rings.ts';
import { needsMe, plan } from '../news/tell-news.ts';
import { useKeptRows } from './use-kept-rows.ts';
import { useRinging } from '../news/use-ringing.ts';
import { useSteadyRows } from './use-steady-rows.ts';
import { NewWait } from './new-wait.tsx';
import { NoMail } from './no-mail.tsx';
import { useTurns } from './queue-turns.ts';
import { replyDue } from './reply.ts';
import { targetOf } from './for-me.ts';

interface Props {
  readonly open: ConversationId | null;
  /** Only what is on it. */
  readonly channel: ChannelId | undefined;
  readonly onOpen: (conversation: ConversationId) => void;
}

export function ConversationList({ open, channel, onOpen }: Props) {
  const looks = useChannelLooks();
  const { loaded, conversations } = useStore(inbox, (value) => value);
  useNewChannels(conversations.values());
  const [searching, setSearching] = useState(false);
  const [search, setSearch] = useState('');
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const [content, setContent] = useState<HTMLElement | null>(null);
  const pointed = useSteadyRows(scroller, content);
  const kept = useKeptRows(scroller, open, pointed);
  const wanted = useGroups(search, channel);
  const groups = useHeldGroups(wanted, pointed !== null);
  const order = groupNames.flatMap((name) => groups[name]).map(({ id }) => id);
  useSteps(order, open, onOpen);
  useInSight(scroller, open);
  return (
    <section className="convs" aria-label={t('inbox.inbox.list')}>
      <header className="top">
        {searching ? (
          <SearchField
            label={t('inbox.inbox.search')}
            value={search}
            onChange={setSearch}
            input={{ ...asCommand('search'), autoFocus: true }}
          />
        ) : (
          <h1 className="grow">{t('console.area.inbox')}</h1>
        )}
        {!searching && (
          <span className="narrow-only">
            <MeMenu narrow />
          </span>
        )}
        <IconButton
          {...(searching ? {} : asCommand('search'))}
          icon={searching ? 'close' : 'search'}
          label={t(searching ? 'console.close' : 'console.search')}
          onClick={() => {
            setSearching(!searching);
            setSearch('');
          }}
        />
      </header>
      {searching && <Everything words={search.trim()} />}
      <ChannelFilter chosen={channel} />
      <div className="scroller" ref={setScroller}>
        {!loaded && <Bones rows={7} columns={1} />}
        {loaded && channel !== undefined && order.length === 0 && (
          <NothingOn name={looks(channel).name} />
        )}
        <div ref={setContent}>
          {groupNames.map(
            (name) =>
              groups[name].length > 0 && (
                <Group key={name} name={name} size={groups[name].length}>
                  <ListRows
                    rows={groups[name]}
                    scroller={scroller}
                    above={rowsAbove(groups, name)}
                    kept={kept}
                  >
                    {(each) => (
                      <ConversationRow
                        conversation={each}
                        group={name}
                        on={each.id === open}
                        channel={looks(each.channel)}
                      />
                    )}
                  </ListRows>
                </Group>
              ),
          )}
        </div>
      </div>
      <Room active={groups.active.length} />
    </section>
  );
}

/** The groups of what fits the search, in the order in which they ask for this person. */
function useGroups(search: string, channel: ChannelId | undefined): Groups {
  const { user } = useSession();
  const { conversations, transcripts } = useStore(inbox, (value) => value);
  const rules = useStore(plan, (value) => value);
  const all = useStore(rings, (value) => value);
  const ringing = useMemo(() => here(all, user.id), [all, user.id]);
  const turnOf = useTurns(conversations.values());
  return useMemo(
    () =>
      groupsOf(matching(conversations.values(), search, channel), user.id, ringing, {
        turnOf,
        dueOf: (each) =>
          replyDue(each, transcripts.get(each.id), targetOf(rules, each))?.dueAt ?? null,
      }),
    [conversations, transcripts, rules, search, channel, user.id, ringing, turnOf],
  );
}

function useInSight(scroller: HTMLElement | null, open: ConversationId | null): void {
  useEffect(() => {
    if (open === null) return;
    scroller
      ?.querySelector(`[data-row="${CSS.escape(open)}"]`)
      ?.scrollIntoView({ block: 'nearest' });
  }, [scroller, open]);
}

/** What is chosen has nothing, and the way back. */
function NothingOn({ name }: { name: string }) {
  return (
    <p className="group-said channel-none t2">
      {t('channels.filter.none', { name })}{' '}
      <Link from="/inbox/{-$conversation}" to="/inbox/{-$conversation}" params={true} search={{}}>
        {t('channels.filter.clear')}
      </Link>
    </p>
  );
}

/** The way to what is not in the list any more. */
function Everything({ words }: { words: string }) {
  return (
    <Link to="/search" search={words === '' ? {} : { q: words }} className="search-everything">
      {words === ''
        ? t('archive.search.everything')
        : t('archive.search.everything.for', { words })}
    </Link>
  );
}

interface GroupProps {
  readonly name: GroupName;
  readonly size: number;
  readonly children: ReactNode;
}

function Group({ name, size, children }: GroupProps) {
  return (
    <section aria-label={groupWords(name)}>
      <h2 className="group">
        <span className="grow">{groupWords(name)}</span>
        <span className="num">{name === 'active' ? <OfRoom n={size} /> : size}</span>
      </h2>
      {name === 'waiting' && <NewWait />}
      {name === 'message' && <NoMail />}
      {children}
      {name === 'message' && <Unlisted />}
    </section>
  );
}

/** More wait for an answer than are listed: they are in the search. */
function Unlisted() {
  const n = useStore(inbox, ({ unlisted }) => unlisted);
  if (n === 0) return null;
  return (
    <Link to="/search" search={{ status: 'message' }} className="small group-said">
      {t('inbox.group.unlisted', { n })}
    </Link>
  );
}

/** Nobody changes places while the pointer is in the list. */
function useHeldGroups(groups: Groups, held: boolean): Groups {
  const [before, setBefore] = useState<Groups | null>(null);
  if (held !== (before !== null)) setBefore(held ? groups : null);
  return useMemo(() => (before === null ? groups : inOrderOf(before, groups)), [before, groups]);
}

function groupWords(name: GroupName): string {
  if (name === 'joined') return t('hands.group.joined');
  return name === 'ringing' ? t('routing.group.ringing') : t(`inbox.group.${name}`);
}

/** Rows of the groups before, and the groups themselves. */
function rowsAbove(groups: Groups, name: GroupName): number {
  return groupNames
    .slice(0, groupNames.indexOf(name))
    .reduce(
      (sum, before) => sum + groups[before].length * 10 + Math.min(1, groups[before].length),
      0,
    );
}

/** What rings at a person. */
function here(all: ReadonlyMap<string, Ring>, me: string): ReadonlySet<string> {
  return new Set([...all].flatMap(([id, { to }]) => (to.user === me ? [id] : [])));
}

function* matching(
  conversations: Iterable<Conversation>,
  search: string,
  channel: ChannelId | undefined,
): Iterable<Conversation> {
  const words = search.trim().toLowerCase();
  for (const each of conversations) {
    if (channel !== undefined && each.channel !== channel) continue;
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

/** Places, as on the team's page: a heavy conversation and a wrap-up take theirs. */
function OfRoom({ n }: { n: number }) {
  const { user } = useSession();
  const mine = useStore(agents, (list) => list.find((agent) => agent.user === user.id));
  return (
    <span title={t('inbox.group.places')}>
      {t('inbox.group.ofRoom', { n: mine?.active ?? n, room: mine?.room ?? user.room })}
    </span>
  );
}

/** What is left of their room, as the server reckons: what rings at them takes its places, too. */
function Room({ active }: { active: number }) {
  const { user } = useSession();
  const state = useStore(myState, (value) => value);
  const mine = useStore(agents, (list) => list.find((agent) => agent.user === user.id));
  const usual = { user: user.id, active, room: user.room };
  const left = placesLeft(mine ?? usual, useRinging());
  if (state === null || state === 'online')
    return (
      <footer className="room">
        <span className="grow">
          {left === 0 ? t('inbox.room.full') : t('inbox.room.more', { n: left })}
        </span>
      </footer>
    );
  return <NotOnline />;
}

function NotOnline() {
  return (
    <footer className="room warn">
      <span className="grow">{t('inbox.room.notOnline')}</span>
      <button type="button" className="link" onClick={() => setMyState('online')}>
        {t('inbox.room.goOnline')}
      </button>
    </footer>
  );
}
