// The agent's own state: what was asked for is shown at once, what the server says counts.
import type { AgentPresence, AgentState } from '@opportune/protocol/conversation/conversation.ts';
import { connection, onFrame, sendFrame } from '../api/socket.ts';
import { readSetting, writeSetting } from '../ui/setting.ts';
import { createStore } from '../ui/store.ts';
import { say } from '../ui/toast.tsx';
import { begun, chosen, cutOff, type Greeting, greeted, type OwnState, told } from './own-state.ts';
import { t } from '../words/words.ts';

/** Of the person who is signed in: a browser may be shared. */
let key = '';

/** Null until the server has said it. */
export const myState = createStore<AgentState | null>(null);
let own: OwnState = begun(null);

/** Asks the server; unanswered, it is asked for again after a reload. */
export function setMyState(state: AgentState, reason?: string): void {
  send(state, reason);
  become(chosen(state));
}

/** Listens for the state; `user` is whose. */
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

/** Who did not answer was set to away, or a manager said so: that stands until they say otherwise. */
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
