// The colleagues whom a conversation can be handed to, or who can be asked to a call: with their room, or
// why they cannot be chosen.
import type { AgentPresence, Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { AgentFace } from '../../session/agent-face.tsx';
import { useSession } from '../../session/session.tsx';
import { agentStates } from '../../shell/agent-states.ts';
import { ProgramMark, t, useStore } from '../../ui/index.ts';
import { agents } from '../inbox-store.ts';
import { useRinging } from '../news/use-ringing.ts';
import { whyNot } from './hand-room.ts';

interface Props {
  readonly conversation: Conversation;
  /** What their names contain. */
  readonly search: string;
  /** Who is shown at all. Default: everybody else. */
  readonly isShown?: (agent: AgentPresence) => boolean;
  readonly onChoose: (agent: AgentPresence) => void;
}

/** Those with the most room first. */
export function ColleagueList({ conversation, search, isShown = () => true, onChoose }: Props) {
  const { user } = useSession();
  const all = useStore(agents, (list) => list);
  const ringing = useRinging();
  const wanted = search.trim().toLowerCase();
  const others = all
    .filter((each) => each.user !== user.id && isShown(each))
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .sort(byRoom);
  if (others.length === 0) return <p className="small t3 pop-text">{t('inbox.transfer.nobody')}</p>;
  return others.map((agent) => (
    <ColleagueRow
      key={agent.user}
      agent={agent}
      not={whyNot(agent, conversation, ringing)}
      onChoose={() => onChoose(agent)}
    />
  ));
}

interface RowProps {
  readonly agent: AgentPresence;
  readonly not: ReturnType<typeof whyNot>;
  readonly onChoose: () => void;
}

/** A colleague who cannot take it is shown with the reason. */
function ColleagueRow({ agent, not, onChoose }: RowProps) {
  return (
    <button type="button" className="it" disabled={not !== null} onClick={onChoose}>
      <AgentFace user={agent.user} name={agent.name} kind={agent.kind} state={agent.state} />
      <span className="grow clip">{agent.name}</span>
      <ProgramMark kind={agent.kind} />
      <span className={not === 'full' ? 'small warn num' : 'small t3 num'}>
        {roomWords(agent, not)}
      </span>
    </button>
  );
}

function roomWords(agent: AgentPresence, not: RowProps['not']): string {
  const room = { n: agent.active, room: agent.room };
  if (not === null) return t('inbox.transfer.room', room);
  if (not === 'full') return t('routing.transfer.full', room);
  return not === 'speaks' ? t('calls.item.going') : stateWords(agent);
}

function stateWords({ state, reason }: AgentPresence): string {
  const said = t(`console.agent.${state}`);
  if (reason === null) return said;
  const because = reason === 'no-answer' ? t('routing.reason.no-answer') : reason;
  return t('routing.team.because', { state: said, reason: because });
}

function byRoom(a: AgentPresence, b: AgentPresence): number {
  const state = agentStates.indexOf(a.state) - agentStates.indexOf(b.state);
  return state !== 0
    ? state
    : b.room - b.active - (a.room - a.active) || a.name.localeCompare(b.name);
}
