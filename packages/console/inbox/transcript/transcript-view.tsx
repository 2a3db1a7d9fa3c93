// The messages of a conversation: the visitor's on the left, ours on the right, notes across,
// unsent ones outlined, typed text dashed. It follows the newest message unless the agent has
// scrolled up to read.
import { Fragment, useMemo } from 'react';
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import { SkillList } from '@opportune/protocol/rest/team/skills.ts';
import { format, Icon, useApiQuery, useStore, t } from '../../ui/index.ts';
import { useChannelLooks, useIsTelephone } from '../../channels/use-channels.ts';
import { inbox, readOf } from '../inbox-store.ts';
import { outbox } from '../compose/sending.ts';
import { useDeliveries } from '../deliveries/use-deliveries.ts';
import { shortNameOf } from '../inbox-words.ts';
import { changesIn } from './changes.ts';
import { MergedParts, PartOf } from './merged.tsx';
import { Said } from './said.tsx';
import { answersIn, emptyTranscript } from './transcript.ts';
import { ColleagueTyping, Typing, Waiting } from './unsent.tsx';
import { useFollow, useRead } from './use-follow.ts';
import { writers } from '../compose/writers.ts';

const nobody: readonly never[] = [];

export function TranscriptView({ conversation }: { conversation: Conversation }) {
  const { id, lastSequence } = conversation;
  const { messages, through } =
    useStore(inbox, ({ transcripts }) => transcripts.get(id)) ?? emptyTranscript;
  const answers = useMemo(() => answersIn(messages), [messages]);
  const changes = useMemo(() => changesIn(messages), [messages]);
  const deliveries = useDeliveries(conversation);
  const box = useStore(outbox, (all) => all);
  const waiting = box.filter(
    (message) => message.conversation === id && !messages.some((known) => known.id === message.id),
  );
  const typing = useStore(inbox, (value) => value.typing.get(id));
  const writing = useStore(writers, (value) => value.get(id)) ?? nobody;
  const { place, newer, toEnd } = useFollow(
    messages.length +
      waiting.length +
      writing.length +
      (typing === undefined ? 0 : 1 + typing.text.length),
    messages.length,
  );
  const read = useStore(inbox, (value) => readOf(conversation, value));
  useRead(id, { read, through: Math.min(through, lastSequence) }, newer === 0);
  return (
    <div className="msgs-place">
      <div
        className="msgs"
        ref={place}
        role="log"
        aria-label={t('inbox.talk.messages')}
        aria-live="polite"
        tabIndex={0}
      >
        <div className="msgs-fill" />
        <PartOf conversation={conversation} />
        <MergedParts conversation={conversation} />
        <Origin conversation={conversation} />
        {messages.map((message, at) => (
          <Fragment key={message.id}>
            {newDay(messages[at - 1], message) && <DayLine at={message.at} />}
            <Said
              message={message}
              next={messages[at + 1]}
              conversation={conversation}
              answered={answers.get(message.id) ?? null}
              deliveries={deliveries}
              changed={changes.get(message.id)}
            />
          </Fragment>
        ))}
        {waiting.map((message) => (
          <Waiting key={message.id} message={message} />
        ))}
        {typing !== undefined && <Typing text={typing.text} name={shortNameOf(conversation)} />}
        {writing.map(({ user, name }) => (
          <ColleagueTyping key={user} name={name} />
        ))}
      </div>
      {newer > 0 && (
        <button type="button" className="newer" onClick={toEnd}>
          <Icon name="down" size={14} />
          {t('inbox.transcript.newer', { n: newer })}
        </button>
      )}
    </div>
  );
}

function Origin({ conversation }: { conversation: Conversation }) {
  const channel = useChannelLooks()(conversation.channel);
  const isTelephone = useIsTelephone(conversation.channel);
  const { skill, origin, visitor } = conversation;
  const by = isTelephone ? 'inbox.from.telephone' : 'inbox.from.channel';
  const ownAccord = visitor === null ? t(by, { channel: channel.name }) : t('inbox.from.visitor');
  const ownIcon = isTelephone ? 'handset' : 'chat';
  // The first entry already says who began it, and with whom.
  if (conversation.begunBy !== undefined) return null;
  return (
    <div className="sys">
      <Icon name={origin === null ? ownIcon : 'campaigns'} size={14} />
      {origin === null ? ownAccord : t('inbox.from.campaign', { campaign: origin.campaignName })}
      {skill !== null && <AsksFor skill={skill} />} · {format.clock(conversation.startedAt)}
    </div>
  );
}

function AsksFor({ skill }: { skill: string }) {
  const skills = useApiQuery('/skills', SkillList).data?.skills ?? [];
  const name = skills.find(({ id }) => id === skill)?.name ?? skill;
  return <> · {t('inbox.from.skill', { skill: name })}</>;
}

function newDay(before: Message | undefined, message: Message): boolean {
  return before !== undefined && message.at - before.at > 6 * 3600_000;
}

function DayLine({ at }: { at: number }) {
  return <div className="sys day">{format.date(at)}</div>;
}
