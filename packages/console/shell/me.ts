// The agent's own state: what was asked for is shown at once, what the server says counts.
import type { AgentPresence, AgentState } from '@opportune/protocol/conversation.ts';
import { routingEn } from '@opportune/words/console-routing-en.ts';
import { connection, onFrame, sendFrame } from '../api/socket.ts';
import { readSetting, writeSetting } from '../ui/setting.ts';
import { createStore } from '../ui/store.ts';
import { say } from '../ui/toast.tsx';
import { createWords } from '../ui/words.ts';

const r = createWords(routingEn);

/** Null until the server has said it. */
export const myState = createStore<AgentState | null>(null);
const key = 'opportune.agent-state';

/** Asks the server; it is also what this browser asks for after a reload. */
export function setMyState(state: AgentState, reason?: string): void {
  writeSetting(key, state);
  myState.set(state);
  sendFrame({ type: 'agent.state', state, ...(reason === undefined ? {} : { reason }) });
}

/** Listens for the state; `user` is whose. A first sign-in in a browser begins online. */
export function followMyState(user: string): () => void {
  const stopFrames = onFrame((frame) => {
    if (frame.type === 'ready') ready(frame.state);
    if (frame.type === 'agent.changed' && frame.agent.user === user) changed(frame.agent);
  });
  const stopLine = connection.subscribe(() => {
    if (connection.get().status === 'lost') myState.set(null);
  });
  return () => {
    stopFrames();
    stopLine();
  };
}

/** Who did not answer was set to away, or a manager said so: that stands until they say otherwise. */
function changed({ state, reason }: AgentPresence): void {
  const isNews = myState.get() !== state;
  if (isNews) writeSetting(key, state);
  if (isNews && reason === 'no-answer') {
    say(r('away.no-answer'));
  }
  myState.set(state);
}

function ready(state: AgentState): void {
  const wanted = wantedState();
  if (wanted === state) return myState.set(state);
  myState.set(wanted);
  sendFrame({ type: 'agent.state', state: wanted });
}

function wantedState(): AgentState {
  const stored = readSetting(key);
  return stored === 'back-soon' || stored === 'away' || stored === 'offline' ? stored : 'online';
}
