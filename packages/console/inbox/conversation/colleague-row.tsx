// A colleague in a list of those whom a conversation can be handed to, or who can be asked to a call:
// with their room, or why they cannot be chosen.
import type { AgentPresence } from '@opportune/protocol/conversation/conversation.ts';
import { AgentFace } from '../../session/agent-face.tsx';
import { agentStates } from '../../shell/agent-states.ts';
import { ProgramMark, t } from '../../ui/index.ts';
import type { whyNot } from './hand-room.ts';

interface Props {
  readonly agent: AgentPresence;
  readonly not: ReturnType<typeof whyNot>;
  readonly onChoose: () => void;
}

/** A colleague who cannot take it is shown with the reason. */
export function ColleagueRow({ agent, not, onChoose }: Props) {
  const room = { n: agent.active, room: agent.room };
  return (
    <button type="button" className="it" disabled={not !== null} onClick={onChoose}>
      <AgentFace user={agent.user} name={agent.name} kind={agent.kind} state={agent.state} />
      <span className="grow clip">{agent.name}</span>
      <ProgramMark kind={agent.kind} />
      <span className={not === 'full' ? 'small warn num' : 'small t3 num'}>
        {not === null
          ? t('inbox.transfer.room', room)
          : not === 'full'
            ? t('routing.transfer.full', room)
            : not === 'speaks'
              ? t('calls.item.going')
              : stateWords(agent)}
      </span>
    </button>
  );
}

function stateWords({ state, reason }: AgentPresence): string {
  const said = t(`console.agent.${state}`);
  if (reason === null) return said;
  const because = reason === 'no-answer' ? t('routing.reason.no-answer') : reason;
  return t('routing.team.because', { state: said, reason: because });
}

/** Those with the most room first. */
export function byRoom(a: AgentPresence, b: AgentPresence): number {
  const state = agentStates.indexOf(a.state) - agentStates.indexOf(b.state);
  return state !== 0
    ? state
    : b.room - b.active - (a.room - a.active) || a.name.localeCompare(b.name);
}
