// Handing a conversation on: to an agent, whose state and room are seen before the choice, or back to
// the queue.
import { useState } from 'react';
import type { AgentPresence, Conversation } from '@opportune/protocol/conversation.ts';
import type { UserId } from '@opportune/protocol/ids.ts';
import { agentStates } from '../shell/agent-states.ts';
import { useSession } from '../session/session.tsx';
import {
  Button,
  Face,
  Icon,
  Popover,
  SearchField,
  say,
  sayError,
  t,
  useStore,
} from '../ui/index.ts';
import { agents, inbox } from './inbox-store.ts';
import { i, nameOf } from './inbox-words.ts';
import { ask } from './requests.ts';

export function Transfer({ conversation }: { conversation: Conversation }) {
  return (
    <Popover
      label={i('act.transfer')}
      target={(toggle, open) => (
        <Button
          icon="transfer"
          className={open ? 'on shrinks' : 'shrinks'}
          aria-expanded={open}
          onClick={toggle}
        >
          <span className="shrunk">{i('act.transfer')}</span>
        </Button>
      )}
    >
      {(close) => <Choices conversation={conversation} onClose={close} />}
    </Popover>
  );
}

function Choices({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  const { user } = useSession();
  const all = useStore(agents, (list) => list);
  const waiting = useStore(
    inbox,
    ({ conversations }) =>
      [...conversations.values()].filter(({ status }) => status === 'waiting').length,
  );
  const [search, setSearch] = useState('');
  const [note, setNote] = useState('');
  const others = all
    .filter(
      (agent) =>
        agent.user !== user.id && agent.name.toLowerCase().includes(search.trim().toLowerCase()),
    )
    .sort(byRoom);
  const hand = (to: UserId | null, done: string): void => {
    onClose();
    void ask({ type: 'conversation.transfer', conversation: conversation.id, to, note }).then(
      () => say(done),
      sayError,
    );
  };
  return (
    <>
      <div className="pop-field">
        <SearchField label={i('transfer.search')} value={search} onChange={setSearch} />
      </div>
      <div className="label">{i('transfer.agents')}</div>
      {others.length === 0 && <p className="small t3 pop-text">{i('transfer.nobody')}</p>}
      {others.map((agent) => (
        <button
          key={agent.user}
          type="button"
          className="it"
          disabled={agent.state === 'offline'}
          onClick={() => hand(agent.user, i('act.transferred', { name: agent.name }))}
        >
          <Face name={agent.name} state={agent.state} />
          <span className="grow clip">{agent.name}</span>
          <span className={agent.active >= agent.room ? 'small warn num' : 'small t3 num'}>
            {agent.state === 'online'
              ? i('transfer.room', { n: agent.active, room: agent.room })
              : t(`agent.${agent.state}`)}
          </span>
        </button>
      ))}
      <button type="button" className="it" onClick={() => hand(null, i('act.returned'))}>
        <Icon name="inbox" />
        <span className="grow">{i('transfer.queue')}</span>
        <span className="small t3 num">{i('transfer.queue.hint', { n: waiting })}</span>
      </button>
      <div className="pop-field">
        <textarea
          className="input area"
          rows={2}
          maxLength={1000}
          aria-label={i('transfer.note')}
          placeholder={i('transfer.note')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </div>
      <div className="label pop-foot">{i('transfer.seen', { name: nameOf(conversation) })}</div>
    </>
  );
}

function byRoom(a: AgentPresence, b: AgentPresence): number {
  const state = agentStates.indexOf(a.state) - agentStates.indexOf(b.state);
  return state !== 0
    ? state
    : b.room - b.active - (a.room - a.active) || a.name.localeCompare(b.name);
}
