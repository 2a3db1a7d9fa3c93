// The groups of the list at the left. They hold still while the pointer is in the list.
import { useMemo, useState } from 'react';
import type { Conversation, Ring } from '@opportune/protocol/conversation/conversation.ts';
import type { ChannelId } from '@opportune/protocol/ids.ts';
import { useSession } from '../../session/session.tsx';
import { useStore } from '../../ui/index.ts';
import { inbox } from '../inbox-store.ts';
import { nameOf } from '../inbox-words.ts';
import { rings } from '../news/rings.ts';
import { plan } from '../news/tell-news.ts';
import { targetOf } from './for-me.ts';
import { groupsOf, inOrderOf, type Groups } from './groups.ts';
import { useTurns } from './queue-turns.ts';
import { replyDue } from './reply.ts';

/** The groups of the conversations that match the search and the channel. */
export function useGroups(search: string, channel: ChannelId | undefined): Groups {
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

/** Keeps rows in their order while `held` is true. */
export function useHeldGroups(groups: Groups, held: boolean): Groups {
  const [before, setBefore] = useState<Groups | null>(null);
  if (held !== (before !== null)) setBefore(held ? groups : null);
  return useMemo(() => (before === null ? groups : inOrderOf(before, groups)), [before, groups]);
}

/** The conversations that ring at a person. */
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
