// The conversations of one visitor, newest first, each with a link to the inbox.
import { Link } from '@tanstack/react-router';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { lastWords } from '../../inbox/inbox-words.ts';
import { format, Bones, Empty, t } from '../../ui/index.ts';

interface ConversationsTabProps {
  readonly conversations: readonly Conversation[] | undefined;
}

export function ConversationsTab({ conversations }: ConversationsTabProps) {
  if (conversations === undefined) return <Bones rows={3} columns={2} />;
  if (conversations.length === 0)
    return (
      <Empty
        title={t('visitors.conversations.empty.title')}
        text={t('visitors.conversations.empty.text')}
      />
    );
  const newestFirst = conversations.toSorted((a, b) => b.startedAt - a.startedAt);
  return (
    <ul>
      {newestFirst.map((each) => (
        <li key={each.id}>
          <TalkLink conversation={each} />
        </li>
      ))}
    </ul>
  );
}

/** A link to a conversation with its last words, time and status. */
export function TalkLink({ conversation }: { conversation: Conversation }) {
  const { id, topic, lastText, startedAt, agent, origin } = conversation;
  const status = t(`visitors.conversation.status.${conversation.status}`);
  const about = [status, agent?.name, origin?.campaignName].filter((part) => part !== undefined);
  return (
    <Link to="/inbox/{-$conversation}" params={{ conversation: id }} className="talk-link">
      <span className="clip medium">
        {topic ?? (lastText === '' ? status : lastWords(conversation))}
      </span>
      <span className="small t3 num">{format.dateTime(startedAt)}</span>
      <span className="small t3 clip">{about.join(' · ')}</span>
    </Link>
  );
}
