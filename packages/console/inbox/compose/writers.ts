// The colleagues who are typing to a visitor now. A colleague is forgotten if the report is not repeated,
// their message is sent, or either console loses its connection.
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import type { ConversationId, UserId } from '@opportune/protocol/ids.ts';
import { connection, onFrame } from '../../api/socket.ts';
import { createStore } from '../../ui/store.ts';

interface Writer {
  readonly user: UserId;
  readonly name: string;
  readonly forget: ReturnType<typeof setTimeout>;
}

/** A console repeats its report every few seconds. */
const shownMs = 7000;

/** By conversation, in the order in which they began. */
export const writers = createStore<ReadonlyMap<ConversationId, readonly Writer[]>>(new Map());

/** Follows the socket until the returned function is called. */
export function followWriters(): () => void {
  const stops = [
    onFrame(hear),
    connection.subscribe(() => connection.get().status === 'lost' && forgetAll()),
  ];
  return () => {
    stops.forEach((stop) => stop());
    forgetAll();
  };
}

function hear(frame: ConsoleServerFrame): void {
  if (frame.type === 'agent.typing') {
    const { conversation, by, typing } = frame;
    const forget = (): void => without(conversation, by.user);
    if (!typing) return forget();
    return write(conversation, { ...by, forget: setTimeout(forget, shownMs) });
  }
  if (frame.type === 'message' && frame.message.author.type === 'agent')
    without(frame.message.conversation, frame.message.author.user);
}

function write(conversation: ConversationId, writer: Writer): void {
  const before = writers.get().get(conversation) ?? [];
  const at = before.findIndex(({ user }) => user === writer.user);
  clearTimeout(before[at]?.forget);
  const next = at < 0 ? [...before, writer] : before.with(at, writer);
  writers.update((now) => new Map(now).set(conversation, next));
}

function without(conversation: ConversationId, user: UserId): void {
  const before = writers.get().get(conversation) ?? [];
  const gone = before.find((each) => each.user === user);
  if (gone === undefined) return;
  clearTimeout(gone.forget);
  const left = before.filter((each) => each !== gone);
  const next = new Map(writers.get());
  if (left.length === 0) next.delete(conversation);
  else next.set(conversation, left);
  writers.set(next);
}

function forgetAll(): void {
  for (const each of [...writers.get().values()].flat()) clearTimeout(each.forget);
  writers.set(new Map());
}
