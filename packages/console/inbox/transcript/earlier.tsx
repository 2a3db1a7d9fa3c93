// The other conversations of the same contact over all channels, in the panel beside a
// conversation. Each is read in place.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { listOf } from '@opportune/protocol/rest/common.ts';
import { useChannelLooks } from '../../channels/use-channels.ts';
import { format, Bones, Empty, Icon, IconButton, useApiQuery, t } from '../../ui/index.ts';
import { lastWords } from '../inbox-words.ts';
import { MergeAct } from './merged.tsx';
import { TalkReader } from './talk-reader.tsx';

const Conversations = listOf(Conversation);
const shown = 50;

/** Undefined until they are read. */
export function useOthers(conversation: Conversation): readonly Conversation[] | undefined {
  return useApiQuery(
    `/conversations/${encodeURIComponent(conversation.id)}/others`,
    Conversations,
    { query: { limit: shown } },
  ).data?.items;
}

interface EarlierTabProps {
  readonly conversation: Conversation;
  readonly others: readonly Conversation[] | undefined;
}

export function EarlierTab({ conversation, others }: EarlierTabProps) {
  const [open, setOpen] = useState<Conversation | null>(null);
  if (others === undefined) return <Bones rows={3} columns={2} />;
  if (others.length === 0)
    return <Empty title={t('inbox.customer.before.none')} text={t('contacts.others.none')} />;
  if (open !== null)
    return (
      <TalkReader conversation={open}>
        <IconButton icon="left" label={t('archive.earlier.back')} onClick={() => setOpen(null)} />
        <span className="reader-open">
          <MergeAct part={open} into={conversation} onDone={() => setOpen(null)} />
          <Link
            to="/inbox/{-$conversation}"
            params={{ conversation: open.id }}
            className="btn quiet icon-only"
            aria-label={t('archive.reader.open')}
            title={t('archive.reader.open')}
          >
            <Icon name="external" />
          </Link>
        </span>
      </TalkReader>
    );
  return (
    <ul>
      {others.map((each) => (
        <li key={each.id}>
          <EarlierItem conversation={each} onOpen={() => setOpen(each)} />
        </li>
      ))}
    </ul>
  );
}

export function EarlierItem(props: { conversation: Conversation; onOpen: () => void }) {
  const { conversation, onOpen } = props;
  const { topic, lastText, status, agent, origin } = conversation;
  const channel = useChannelLooks()(conversation.channel);
  const state = t(`visitors.conversation.status.${status}`);
  return (
    <button type="button" className="earlier-item" onClick={onOpen}>
      <span className="clip medium" title={channel.name}>
        <Icon name={channel.icon} size={14} />
        <span className="aside-voice">{channel.name}: </span>
        {topic ?? (lastText === '' ? state : lastWords(conversation))}
      </span>
      <span className="small t3 clip num">
        {[format.dateTime(conversation.startedAt), state, agent?.name, origin?.campaignName]
          .filter((part) => part !== undefined)
          .join(' · ')}
      </span>
    </button>
  );
}
