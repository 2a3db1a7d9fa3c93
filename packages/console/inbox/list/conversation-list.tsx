// The list at the left: groups in a fixed order, each row a link. Alt and the arrows step through
// it.
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { ChannelId, ConversationId } from '@opportune/protocol/ids.ts';
import { useChannelLooks, useNewChannels } from '../../channels/use-channels.ts';
import { useCommands } from '../../keys/do-commands.ts';
import { Bones, t, useStore } from '../../ui/index.ts';
import { ChannelFilter } from './channel-filter.tsx';
import { ConversationRow } from './conversation-row.tsx';
import { groupNames, type GroupName, type Groups } from './groups.ts';
import { ListGroup } from './list-group.tsx';
import { ListHead } from './list-head.tsx';
import { ListRows } from './list-rows.tsx';
import { inbox } from '../inbox-store.ts';
import { needsMe } from '../news/tell-news.ts';
import { RoomLeft } from './room-left.tsx';
import { RowAccept, useAcceptFirst } from './row-accept.tsx';
import { useGroups, useHeldGroups } from './use-groups.ts';
import { useKeptRows } from './use-kept-rows.ts';
import { useSteadyRows } from './use-steady-rows.ts';

interface Props {
  readonly open: ConversationId | null;
  /** Shows only the conversations of this channel. */
  readonly channel: ChannelId | undefined;
  readonly onOpen: (conversation: ConversationId) => void;
}

export function ConversationList({ open, channel, onOpen }: Props) {
  const looks = useChannelLooks();
  const { loaded, conversations } = useStore(inbox, (value) => value);
  useNewChannels(conversations.values());
  const [search, setSearch] = useState<string | null>(null);
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const [content, setContent] = useState<HTMLElement | null>(null);
  const pointed = useSteadyRows(scroller, content);
  const kept = useKeptRows(scroller, open, pointed);
  const wanted = useGroups(search ?? '', channel);
  const groups = useHeldGroups(wanted, pointed !== null);
  const order = groupNames.flatMap((name) => groups[name]).map(({ id }) => id);
  useSteps(order, open, onOpen);
  useAcceptFirst(order);
  useInSight(scroller, open);
  return (
    <section className="convs" aria-label={t('inbox.inbox.list')}>
      <ListHead search={search} onSearch={setSearch} />
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
                <ListGroup key={name} name={name} size={groups[name].length}>
                  <ListRows
                    rows={groups[name]}
                    scroller={scroller}
                    above={rowsAbove(groups, name)}
                    kept={kept}
                  >
                    {(each) => (
                      <>
                        <ConversationRow
                          conversation={each}
                          group={name}
                          on={each.id === open}
                          channel={looks(each.channel)}
                        />
                        {each.id !== open && <RowAccept conversation={each} />}
                      </>
                    )}
                  </ListRows>
                </ListGroup>
              ),
          )}
        </div>
      </div>
      <RoomLeft active={groups.active.length} />
    </section>
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

/** Says that the chosen channel has no conversation, and leads back to all. */
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

/** Changes whenever a row or a group comes or goes above this group. */
function rowsAbove(groups: Groups, name: GroupName): number {
  return groupNames
    .slice(0, groupNames.indexOf(name))
    .reduce(
      (sum, before) => sum + groups[before].length * 10 + Math.min(1, groups[before].length),
      0,
    );
}

/**
 * The commands that open the conversation before or after the open one, and the next that needs
 * this person.
 */
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
