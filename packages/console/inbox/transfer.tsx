// Handing a conversation on: to an agent, whose state and room are seen before the choice, to those who
// have a skill, or back to the queue. With agents it rings; until one accepts, the giver has it.
import { useState } from 'react';
import type { AgentPresence, Conversation } from '@opportune/protocol/conversation.ts';
import type { SkillId, UserId } from '@opportune/protocol/ids.ts';
import { SkillList } from '@opportune/protocol/rest/skills.ts';
import { agentStates } from '../shell/agent-states.ts';
import { asCommand } from '../keys/do-commands.ts';
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
  useApiQuery,
  useStore,
} from '../ui/index.ts';
import { agents, inbox } from './inbox-store.ts';
import { i, nameOf } from './inbox-words.ts';
import { ask } from './requests.ts';
import { r } from './routing-words.ts';

export function Transfer({ conversation }: { conversation: Conversation }) {
  return (
    <Popover
      label={i('act.transfer')}
      target={(toggle, open) => (
        <Button
          {...asCommand('talk.transfer')}
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
  const hand = (where: Where, done: string): void => {
    onClose();
    void ask({ type: 'conversation.transfer', conversation: conversation.id, note, ...where }).then(
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
          onClick={() => hand({ to: agent.user }, r('transfer.offered', { name: agent.name }))}
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
      <Skills agents={others} search={search} onHand={hand} />
      <button type="button" className="it" onClick={() => hand({ to: null }, i('act.returned'))}>
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
      <div className="label pop-foot">{r('transfer.seen', { name: nameOf(conversation) })}</div>
    </>
  );
}

interface Where {
  readonly to: UserId | null;
  readonly skill?: SkillId;
  readonly queue?: boolean;
}

/** With somebody free it rings there; else it waits for those who have the skill, which is said first. */
function Skills({
  agents: others,
  search,
  onHand,
}: {
  agents: readonly AgentPresence[];
  search: string;
  onHand: (where: Where, done: string) => void;
}) {
  const skills = useApiQuery('/skills', SkillList).data?.skills ?? [];
  const shown = skills.filter(({ name }) =>
    name.toLowerCase().includes(search.trim().toLowerCase()),
  );
  if (shown.length === 0) return null;
  return (
    <>
      <div className="label">{r('transfer.skills')}</div>
      {shown.map(({ id, name }) => {
        const free = others.filter(
          (agent) =>
            agent.state === 'online' && agent.active < agent.room && agent.skills.includes(id),
        ).length;
        return (
          <button
            key={id}
            type="button"
            className="it"
            onClick={() =>
              free > 0
                ? onHand({ to: null, skill: id }, r('transfer.offered', { name }))
                : onHand({ to: null, skill: id, queue: true }, r('transfer.queued', { name }))
            }
          >
            <Icon name="team" />
            <span className="grow clip">{name}</span>
            <span className="small t3 num">
              {free > 0 ? r('transfer.skill', { n: free }) : r('transfer.skill.queue')}
            </span>
          </button>
        );
      })}
    </>
  );
}

function byRoom(a: AgentPresence, b: AgentPresence): number {
  const state = agentStates.indexOf(a.state) - agentStates.indexOf(b.state);
  return state !== 0
    ? state
    : b.room - b.active - (a.room - a.active) || a.name.localeCompare(b.name);
}
