// What becomes of an agent's own state as its browser and the server talk about it. Pure. The server
// keeps what an agent chose, so a second browser changes nothing. A choice that is not confirmed yet is
// shown at once and asked for again after a cut or a reload.
import type { AgentState } from '@opportune/protocol/conversation/conversation.ts';

export interface OwnState {
  /** Null: there is no line. */
  readonly shown: AgentState | null;
  /** Chosen in this browser and not yet confirmed. */
  readonly asked: AgentState | null;
}

/** `stored` is what an earlier page of this browser asked for in vain. */
export function begun(stored: string | null): OwnState {
  const known =
    stored === 'online' || stored === 'back-soon' || stored === 'away' || stored === 'offline';
  return { shown: null, asked: known ? stored : null };
}

/** What the server says of an agent when the line opens. */
export interface Greeting {
  readonly state: AgentState;
  /** Whether anybody has said before how they are. */
  readonly chosen: boolean;
}

/** The line is open; `asked` is then to be sent. A first sign-in ever begins online. */
export function greeted({ asked }: OwnState, { state, chosen }: Greeting): OwnState {
  const wanted = asked ?? (chosen ? state : 'online');
  return { shown: wanted, asked: chosen && wanted === state ? null : wanted };
}

/** They chose. */
export function chosen(state: AgentState): OwnState {
  return { shown: state, asked: state };
}

/** The server says that they are so: they by another tab, a manager, or a rule. */
export function told(own: OwnState, said: AgentState): OwnState {
  if (own.asked === said) return { shown: said, asked: null };
  if (own.asked !== null) return own;
  return { shown: said, asked: null };
}

/** What comes next begins with `greeted`. */
export function cutOff({ asked }: OwnState): OwnState {
  return { shown: null, asked };
}
