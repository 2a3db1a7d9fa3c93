// The state of an agent and its reason. A manager can change the state and the room of every other
// agent.
import type { AgentPresence, AgentState } from '@opportune/protocol/conversation/conversation.ts';
import { User } from '@opportune/protocol/rest/account.ts';
import { api } from '../../api/client.ts';
import { ask } from '../../inbox/requests.ts';
import { agentStates } from '../../shell/agent-states.ts';
import { useSession } from '../../session/session.tsx';
import { Menu, MenuItem, MenuLabel, MenuLine, say, sayError, StateDot, t } from '../../ui/index.ts';
import { within } from '../../words/language.ts';

const mostRoom = 20;

export function StateOf({ agent, self }: { agent: AgentPresence; self: boolean }) {
  const { user } = useSession();
  const words = stateWords(agent);
  if (self || user.role === 'agent') return <>{words}</>;
  return (
    <Menu
      target={
        <button
          type="button"
          className="link-button"
          aria-label={`${t('routing.team.set', { name: agent.name })}: ${words}`}
        >
          {words}
        </button>
      }
    >
      {agentStates.map((state) => (
        <MenuItem
          key={state}
          checked={state === agent.state}
          before={<StateDot state={state} />}
          onClick={() => set(agent, state)}
        >
          {t(`console.agent.${state}`)}
        </MenuItem>
      ))}
      <MenuLine />
      <MenuLabel>{t('routing.team.room', { n: agent.room })}</MenuLabel>
      {([1, -1] as const).map((by) => (
        <MenuItem
          key={by}
          keepOpen
          disabled={agent.room + by < 0 || agent.room + by > mostRoom}
          onClick={() => setRoom(agent, agent.room + by)}
        >
          {t(by === 1 ? 'routing.team.room.more' : 'routing.team.room.fewer')}
        </MenuItem>
      ))}
    </Menu>
  );
}

function setRoom({ user }: AgentPresence, room: number): void {
  void api.put(`/users/${user}/room`, { room }, User).catch(sayError);
}

function set({ user, name }: AgentPresence, state: AgentState): void {
  void ask({ type: 'agent.set', user, state }).then(
    () => say(t('routing.team.set.done', { name, state: within(t(`console.agent.${state}`)) })),
    sayError,
  );
}

function stateWords({ state, reason }: AgentPresence): string {
  const word = t(`console.agent.${state}`);
  if (reason === null) return word;
  const why = reason === 'no-answer' ? t('routing.reason.no-answer') : reason;
  return t('routing.team.because', { state: word, reason: why });
}
