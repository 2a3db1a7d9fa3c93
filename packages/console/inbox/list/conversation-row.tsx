// One row of the inbox's list: who, since when, and the last message.
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { Author, Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { ago, duration, Face, Icon, useNow, useStore, t } from '../../ui/index.ts';
import type { ChannelLook } from '../../channels/use-channels.ts';
import { CaseMark } from '../conversation/case-bar.tsx';
import { WithProgram } from '../conversation/with-program.tsx';
import { callers } from '../call/call-store.ts';
import { targetOf } from './for-me.ts';
import { type GroupName, urgency, waitedMs } from './groups.ts';
import { inbox, unreadOf } from '../inbox-store.ts';
import { replyDue } from './reply.ts';
import { rings } from '../news/rings.ts';
import { plan } from '../news/tell-news.ts';
import { begunIn } from '../compose/drafts.ts';
import { drafts } from '../compose/sending.ts';
import type { Transcript } from '../transcript/transcript.ts';
import { knownName, lastWords, nameOf } from '../inbox-words.ts';

interface Props {
  readonly conversation: Conversation;
  readonly group: GroupName;
  readonly on: boolean;
  readonly channel: ChannelLook;
}

/** Draws again when its conversation, its draft or what is typed in it changes. */
export const ConversationRow = memo(function ConversationRow(props: Props) {
  const { conversation, group, on, channel } = props;
  const counts = group === 'active' || group === 'joined' || group === 'waiting';
  const count = useStore(inbox, (value) => (counts ? unreadOf(conversation, value) : 0));
  const isCall = useIsCall(conversation);
  return (
    <Link
      to="/inbox/{-$conversation}"
      from="/inbox/{-$conversation}"
      params={{ conversation: conversation.id }}
      search={true}
      className={`conv ${on ? 'on' : ''} ${count > 0 ? 'unread' : ''}`}
      aria-current={on ? 'true' : undefined}
    >
      <Face name={knownName(conversation)} size="medium" via={channel.icon} />
      <span className="conv-who">
        {/* The sign of a telephone says so already. */}
        {isCall && channel.icon !== 'handset' && <Icon name="voice" size={14} />}
        <b className="clip">{nameOf(conversation)}</b>
        <WithProgram conversation={conversation} />
      </span>
      <span className="aside-voice">{channel.name}</span>
      <When conversation={conversation} group={group} />
      <Says conversation={conversation} on={on} />
      {count > 0 && group !== 'waiting' && !on ? (
        <Unread count={count} />
      ) : group === 'message' ? (
        <CaseMark conversation={conversation} />
      ) : (
        <span />
      )}
    </Link>
  );
});

/** Its visitor waits to speak. */
function useIsCall({ id }: Conversation): boolean {
  const isRinging = useStore(rings, (all) => all.get(id)?.speaks === true);
  const isWaiting = useStore(callers, (all) => all.has(id));
  return isRinging || isWaiting;
}

function Unread({ count }: { count: number }) {
  return (
    <span className="n">
      <span aria-hidden="true">{count}</span>
      <span className="aside-voice">{t('inbox.item.unread', { n: count })}</span>
    </span>
  );
}

/**
 * Counts a wait by the second beside its target, and marks it when it is late. Other times are
 * coarse.
 */
function When({ conversation, group }: { conversation: Conversation; group: GroupName }) {
  const now = useNow();
  const withinS = useStore(plan, (rules) => targetOf(rules, conversation));
  const transcript = useStore(inbox, ({ transcripts }) => transcripts.get(conversation.id));
  if (group === 'waiting')
    return <Waits waitedMs={waitedMs(conversation, now)} withinS={withinS} />;
  if (group === 'active' || group === 'joined') {
    const due = replyDue(conversation, transcript, withinS);
    if (due !== null) return <Waits waitedMs={now - due.since} withinS={withinS} />;
  }
  return (
    <span className="at">
      {ago(now - (group === 'message' ? conversation.startedAt : conversation.lastAt))}
    </span>
  );
}

function Waits({ waitedMs: waited, withinS }: { waitedMs: number; withinS: number | null }) {
  const urgent = urgency(waited, withinS);
  return (
    <span className={`at ${{ late: 'late', soon: 'soonish', fine: '' }[urgent]}`}>
      {urgent === 'late' && <Late />}
      <span className="aside-voice">{t('inbox.item.waits', { time: '' })}</span>
      {duration(waited)}
      {withinS !== null && (
        <span className="within">
          {t('inbox.item.within', { time: duration(withinS * 1_000) })}
        </span>
      )}
    </span>
  );
}

function Late() {
  return (
    <>
      <Icon name="clock" size={12} />
      <span className="aside-voice">{t('inbox.item.late')} </span>
    </>
  );
}

function Says({ conversation, on }: { conversation: Conversation; on: boolean }) {
  const isCall = useIsCall(conversation);
  const typing = useStore(inbox, (value) => value.typing.get(conversation.id));
  const draft = useStore(drafts, (all) => begunIn(all, conversation.id));
  const by = useStore(inbox, ({ transcripts }) =>
    authorOfLast(conversation, transcripts.get(conversation.id)),
  );
  if (typing !== undefined)
    return (
      <span className="say clip">
        {typing.text === ''
          ? t('inbox.item.typingOnly')
          : t('inbox.item.typing', { text: typing.text })}
      </span>
    );
  if (draft !== undefined && !on)
    return <span className="say clip">{t('inbox.item.draft', { text: draft.text })}</span>;
  if (isCall) return <span className="say clip">{t('calls.item')}</span>;
  const text =
    conversation.lastText === ''
      ? t('inbox.item.noWords')
      : by === 'agent'
        ? t('inbox.item.you', { text: lastWords(conversation) })
        : by === 'system'
          ? t('inbox.item.invited', { text: conversation.lastText })
          : by === 'channel'
            ? t('inbox.item.elsewhere', { text: conversation.lastText })
            : conversation.lastText;
  return (
    <span className="say clip">
      {conversation.topic === null ? text : `${conversation.topic} · ${text}`}
    </span>
  );
}

/**
 * Who wrote the last message. Null if the transcript here is incomplete. System notes do not count,
 * nor what a channel sent by itself.
 */
function authorOfLast(
  { lastSequence }: Conversation,
  transcript: Transcript | undefined,
): Author['type'] | null {
  if (transcript === undefined || transcript.through < lastSequence) return null;
  const shown = transcript.messages.findLast(
    ({ body }) => body.type === 'text' && body.automatic === undefined,
  );
  return shown?.author.type ?? null;
}
