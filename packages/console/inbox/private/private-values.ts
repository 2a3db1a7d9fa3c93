// What this agent asked visitors for in private, and the values given. They are only in the memory
// of this page. A reconnect drops them, and the server sends what it still has.
import type { ConversationId } from '@opportune/protocol/ids.ts';
import type { PrivateValueFrame } from '@opportune/protocol/conversation/private.ts';
import { onFrame } from '../../api/socket.ts';
import { serverNow } from '../../ui/now.ts';
import { createStore } from '../../ui/store.ts';

type Values = ReadonlyMap<string, PrivateValueFrame>;

export const privateValues = createStore<Values>(new Map());

/** Follows the socket. The returned function stops it and forgets everything. */
export function followPrivateValues(): () => void {
  const stop = onFrame((frame) => {
    if (frame.type === 'ready') privateValues.update(lost);
    if (frame.type === 'private.value') privateValues.update((all) => told(all, frame));
  });
  return () => {
    stop();
    privateValues.set(new Map());
  };
}

/** Removes a question from the panel. */
export function dismiss(ask: string): void {
  privateValues.update((all) => without(all, ask));
}

/** The questions of one conversation, in the order in which they were asked. */
export function privateValuesOf(all: Values, conversation: ConversationId): PrivateValueFrame[] {
  return [...all.values()].filter((each) => each.conversation === conversation);
}

/** After a reconnect every value counts as over until the server sends it again. */
export function lost(all: Values): Values {
  return new Map(
    [...all].map(([ask, value]) => [ask, { ...value, status: 'over' as const, value: null }]),
  );
}

/** Removes a value that was closed early. A value that expired stays and says so. */
export function told(all: Values, frame: PrivateValueFrame): Values {
  const closed = frame.status === 'over' && frame.until > serverNow() + closedEarlyMs;
  return closed ? without(all, frame.ask) : new Map(all).set(frame.ask, frame);
}
const closedEarlyMs = 1_000;

function without(all: Values, ask: string): Values {
  const next = new Map(all);
  next.delete(ask);
  return next;
}
