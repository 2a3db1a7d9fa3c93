// For managers: the conversations that an agent has now. Each can be opened, handed on and taken
// over.
import { Link } from '@tanstack/react-router';
import type { AgentPresence, Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { spoken } from '../../inbox/call/call-store.ts';
import { inbox } from '../../inbox/inbox-store.ts';
import { lastWords, nameOf } from '../../inbox/inbox-words.ts';
import { ask } from '../../inbox/requests.ts';
import { format, Button, Dialog, Icon, say, sayError, useStore, t } from '../../ui/index.ts';
import { HandMenu } from './hand-menu.tsx';

export function AgentTalks({ agent, onClose }: { agent: AgentPresence; onClose: () => void }) {
  const conversations = useStore(inbox, (value) => value.conversations);
  const had = talksOf(agent, conversations.values());
  return (
    <Dialog
      open
      title={t('history.agents.open', { name: agent.name })}
      onClose={onClose}
      width={620}
    >
      {had.length === 0 ? (
        <p className="t2">{t('history.agents.open.none', { name: agent.name })}</p>
      ) : (
        <ul className="agent-talks">
          {had.map((conversation) => (
            <AgentTalk key={conversation.id} conversation={conversation} onClose={onClose} />
          ))}
        </ul>
      )}
      <div className="row dialog-acts">
        <Button size="medium" onClick={onClose}>
          {t('history.agents.close')}
        </Button>
      </div>
    </Dialog>
  );
}

interface AgentTalkProps {
  readonly conversation: Conversation;
  readonly onClose: () => void;
}

function AgentTalk({ conversation, onClose }: AgentTalkProps) {
  const isSpoken = useStore(spoken, (all) => all.has(conversation.id));
  return (
    <li>
      <div className="grow agent-talk-what">
        <span className="clip medium">
          {isSpoken && <InCall />}
          {nameOf(conversation)}
        </span>
        <span className="clip small t2">{lastWords(conversation)}</span>
        <span className="small t3">
          {t('history.talk.since', { time: format.dateTime(conversation.startedAt) })}
        </span>
      </div>
      <Link
        to="/inbox/{-$conversation}"
        params={{ conversation: conversation.id }}
        className="btn plain small"
        onClick={onClose}
      >
        {t('history.talk.read')}
      </Link>
      {conversation.status === 'active' && (
        <>
          <HandMenu conversation={conversation} />
          <Button onClick={() => takeOver(conversation)}>{t('history.talk.takeOver')}</Button>
        </>
      )}
    </li>
  );
}

function InCall() {
  return (
    <>
      <Icon name="voice" size={14} />
      <span className="aside-voice">{t('calls.item.going')}</span>
    </>
  );
}

function takeOver({ id: conversation }: Conversation): void {
  void ask({ type: 'conversation.take-over', conversation }).then(
    () => say(t('history.talk.takenOver')),
    sayError,
  );
}

/** The oldest come first, so that no row moves. */
export function talksOf(
  { user }: AgentPresence,
  all: Iterable<Conversation>,
): readonly Conversation[] {
  return [...all]
    .filter(
      ({ agent, status }) => agent?.user === user && (status === 'active' || status === 'wrap-up'),
    )
    .sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
}
