// How an agent's own state changes as browser and server exchange it. The server keeps what the
// agent chose, so a second browser changes nothing. An unconfirmed choice is shown at once and sent
// again after a lost connection or a reload. Pure.
import type { AgentState } from '@opportune/protocol/conversation/conversation.ts';

export interface OwnState {
  /** Null without a connection. */
  readonly shown: AgentState | null;
  /** Chosen in this browser and not yet confirmed. */
  readonly asked: AgentState | null;
}

/** `stored` is an unconfirmed choice of an earlier page in this browser. */
export function begun(stored: string | null): OwnState {
  const known =
    stored === 'online' || stored === 'back-soon' || stored === 'away' || stored === 'offline';
  return { shown: null, asked: known ? stored : null };
}

/** What the server says of the agent when the connection opens. */
export interface Greeting {
  readonly state: AgentState;
  /** Whether the agent has ever chosen a state. */
  readonly chosen: boolean;
}

/**
 * The connection is open. The caller sends `asked` if it is not null. The first sign-in ever starts
 * online.
 */
export function greeted({ asked }: OwnState, { state, chosen }: Greeting): OwnState {
  const wanted = asked ?? (chosen ? state : 'online');
  return { shown: wanted, asked: chosen && wanted === state ? null : wanted };
}

/** The agent chose a state. */
export function chosen(state: AgentState): OwnState {
  return { shown: state, asked: state };
}

/**
 * The server reports a state, set in another tab, by a manager or by a rule. An unconfirmed choice
 * stays.
 */
export function told(own: OwnState, said: AgentState): OwnState {
  if (own.asked === said) return { shown: said, asked: null };
  if (own.asked !== null) return own;
  return { shown: said, asked: null };
}

/** The connection is lost. The next one starts with `greeted`. */
export function cutOff({ asked }: OwnState): OwnState {
  return { shown: null, asked };
}
