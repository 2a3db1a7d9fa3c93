// What becomes of an agent's own state as its browser and the server talk about it. Pure: what was
// asked for is shown at once, and what the server said before it heard the question is no news. Else
// a reload between the two would keep, and then ask for, a state that nobody chose.
import type { AgentState } from '@opportune/protocol/conversation.ts';

export interface OwnState {
  /** Null: there is no line. */
  readonly shown: AgentState | null;
  /** What this browser asks for when it comes back. */
  readonly kept: AgentState;
  /** Asked for and not yet confirmed. */
  readonly asked: AgentState | null;
}

/** A first sign-in in a browser begins online. */
export function begun(stored: string | null): OwnState {
  const known = stored === 'back-soon' || stored === 'away' || stored === 'offline';
  return { shown: null, kept: known ? stored : 'online', asked: null };
}

/** The line is open and the server says how it knows them; `asked` is then to be sent. */
export function greeted({ kept }: OwnState, said: AgentState): OwnState {
  return { shown: kept, kept, asked: kept === said ? null : kept };
}

/** They chose; `sent` where there is a line. */
export function chosen(state: AgentState, sent: boolean): OwnState {
  return { shown: state, kept: state, asked: sent ? state : null };
}

/** The server says that they are so: they by another tab, a manager, or a rule. */
export function told(own: OwnState, said: AgentState): OwnState {
  if (own.asked === said) return { ...own, asked: null };
  if (own.asked !== null) return own;
  return { ...own, shown: said, kept: said };
}

/** What comes next begins with `greeted`. */
export function cutOff(own: OwnState): OwnState {
  return { ...own, shown: null, asked: null };
}
