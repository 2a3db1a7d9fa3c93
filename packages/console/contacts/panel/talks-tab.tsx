// The conversations of a contact over all channels as one stream, the newest first. Each opens in place.
import { Link } from '@tanstack/react-router';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ContactId } from '@opportune/protocol/ids.ts';
import { listOf } from '@opportune/protocol/rest/common.ts';
import { api } from '../../api/client.ts';
import { useChannelLooks } from '../../channels/use-channels.ts';
import { lastWords } from '../../inbox/inbox-words.ts';
import { TalkReader } from '../../inbox/transcript/talk-reader.tsx';
import { keyOf } from '../../ui/data/use-api.ts';
import { Button, Empty, format, Icon, NotYet, t } from '../../ui/index.ts';

const Conversations = listOf(Conversation);
const limit = 25;

export function TalksTab({ contact }: { contact: ContactId }) {
  const talks = useTalks(contact);
  const items = talks.data?.pages.flatMap((page) => page.items);
  if (items === undefined)
    return <NotYet error={talks.error} rows={6} columns={1} onRetry={() => void talks.refetch()} />;
  if (items.length === 0)
    return <Empty title={t('permission.talks.none')} text={t('permission.talks.none.text')} />;
  return (
    <>
      <ol className="contact-talks" aria-label={t('permission.tab.talks')}>
        {items.map((each, at) => (
          <li key={each.id}>
            <Talk conversation={each} isFirst={at === 0} />
          </li>
        ))}
      </ol>
      {talks.hasNextPage && (
        <Button disabled={talks.isFetchingNextPage} onClick={() => void talks.fetchNextPage()}>
          {t('permission.talks.more')}
        </Button>
      )}
    </>
  );
}

function useTalks(contact: ContactId) {
  const query = { contact, limit };
  return useInfiniteQuery({
    queryKey: keyOf('/conversations', Conversations, { ...query, pages: 'all' }),
    queryFn: ({ pageParam, signal }) =>
      api.get('/conversations', Conversations, {
        query: pageParam === '' ? query : { ...query, cursor: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: 15_000,
  });
}

function Talk({ conversation, isFirst }: { conversation: Conversation; isFirst: boolean }) {
  const [open, setOpen] = useState(isFirst);
  const { icon, name } = useChannelLooks()(conversation.channel);
  const { id, topic, startedAt, agent, status } = conversation;
  const about = [name, t(`visitors.conversation.status.${status}`), agent?.name];
  return (
    <details open={isFirst} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <span className="contact-tile" title={name}>
          <Icon name={icon} size={16} />
        </span>
        <span className="contact-talk-words">
          <span className="clip medium">{topic ?? lastWords(conversation)}</span>
          <span className="small t3 clip">
            {about.filter((part) => part !== undefined).join(' · ')}
          </span>
        </span>
        <span className="small t3 num">{format.dateTime(startedAt)}</span>
        <Icon name="down" size={14} />
      </summary>
      {open && (
        <TalkReader conversation={conversation}>
          <Link to="/inbox/{-$conversation}" params={{ conversation: id }} className="btn">
            {t('permission.talks.open')}
          </Link>
        </TalkReader>
      )}
    </details>
  );
}
