// The agent's own state. It shows a choice at once, and then whatever the server says.
import type { AgentPresence, AgentState } from '@opportune/protocol/conversation/conversation.ts';
import { connection, onFrame, sendFrame } from '../api/socket.ts';
import { readSetting, writeSetting } from '../ui/setting.ts';
import { createStore } from '../ui/store.ts';
import { say } from '../ui/toast.tsx';
import { begun, chosen, cutOff, type Greeting, greeted, type OwnState, told } from './own-state.ts';
import { t } from '../words/words.ts';

/** Includes the user, because people may share a browser. */
let key = '';

/** Null until the server has sent it. */
export const myState = createStore<AgentState | null>(null);
let own: OwnState = begun(null);

/** Asks the server for the state. Without an answer, it asks again after a reload. */
export function setMyState(state: AgentState, reason?: string): void {
  send(state, reason);
  become(chosen(state));
}

/** Follows the state of `user` until the returned function is called. */
export function followMyState(user: string): () => void {
  key = `opportune.agent-state.${user}`;
  own = begun(readSetting(key));
  const stopFrames = onFrame((frame) => {
    if (frame.type === 'ready') ready(frame);
    if (frame.type === 'agent.changed' && frame.agent.user === user) changed(frame.agent);
  });
  const stopLine = connection.subscribe(() => {
    if (connection.get().status === 'lost') become(cutOff(own));
  });
  return () => {
    stopFrames();
    stopLine();
  };
}

function ready(greeting: Greeting): void {
  become(greeted(own, greeting));
  if (own.asked !== null) send(own.asked);
}

/**
 * The server sets agents who did not answer to away, and managers may set a state too. It stays
 * until the agent chooses again.
 */
function changed({ state, reason }: AgentPresence): void {
  const before = own.shown;
  become(told(own, state));
  if (own.shown !== before && reason === 'no-answer') say(t('routing.away.no-answer'));
}

function send(state: AgentState, reason?: string): void {
  sendFrame({ type: 'agent.state', state, ...(reason === undefined ? {} : { reason }) });
}

function become(next: OwnState): void {
  if (next.asked !== own.asked) writeSetting(key, next.asked);
  own = next;
  myState.set(own.shown);
}
