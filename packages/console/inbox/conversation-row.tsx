// One row of the inbox's list: who, since when, and the latest word.
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { Conversation } from '@opportune/protocol/conversation.ts';
import { ago, duration, Face, useNow, useStore } from '../ui/index.ts';
import { CaseMark } from './case-bar.tsx';
import { targetOf } from './for-me.ts';
import { type GroupName, urgency, waitedMs } from './groups.ts';
import { inbox, unreadOf } from './inbox-store.ts';
import { plan } from './tell-news.ts';
import { begunIn } from './drafts.ts';
import { drafts } from './sending.ts';
import { i, knownName, lastWords, nameOf } from './inbox-words.ts';

interface Props {
  readonly conversation: Conversation;
  readonly group: GroupName;
  readonly on: boolean;
}

/** Drawn again when its conversation, or what is begun or typed in it, has changed. */
export const ConversationRow = memo(function ConversationRow({ conversation, group, on }: Props) {
  const counts = group === 'active' || group === 'joined' || group === 'waiting';
  const count = useStore(inbox, (value) => (counts ? unreadOf(conversation, value) : 0));
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
      {count > 0 && group !== 'waiting' && !on ? (
        <span className="n">
          <span aria-hidden="true">{count}</span>
          <span className="aside-voice">{i('item.unread', { n: count })}</span>
        </span>
      ) : group === 'message' ? (
        <CaseMark conversation={conversation} />
      ) : (
        <span />
      )}
    </Link>
  );
});

/** A wait counts by the second and says when it is late; the rest is coarse. */
function When({ conversation, group }: { conversation: Conversation; group: GroupName }) {
  const now = useNow();
  const withinS = useStore(plan, (rules) => targetOf(rules, conversation));
  if (group === 'waiting') {
    const waited = waitedMs(conversation, now);
    const tone = { late: 'late', soon: 'soonish', fine: '' }[urgency(waited, withinS)];
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
  const draft = useStore(drafts, (all) => begunIn(all, conversation.id));
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
        ? i('item.you', { text: lastWords(conversation) })
        : conversation.lastText;
  return (
    <span className="say clip">
      {conversation.topic === null ? text : `${conversation.topic} · ${text}`}
    </span>
  );
}
