// The edge of the console's socket: text in, a typed frame out. What does not parse is dropped, so
// that a newer server's frames do no harm to a console that does not know them.
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';

const known: ReadonlySet<string> = new Set<ConsoleServerFrame['type']>([
  'pong',
  'ready',
  'done',
  'problem',
  'visitors.all',
  'visitors.changed',
  'conversations.all',
  'conversation.changed',
  'message',
  'delivery.changed',
  'messages',
  'posted',
  'typing',
  'agent.typing',
  'seen',
  'took',
  'drafts.all',
  'draft',
  'private.value',
  'rings.all',
  'ring.began',
  'ring.ended',
  'room',
  'agents.all',
  'agent.changed',
  'configuration.changed',
]);

/** Null for what is not a frame that this console knows. The server of the same release wrote it. */
export function parseFrame(text: string): ConsoleServerFrame | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || !('type' in value)) return null;
  return typeof value.type === 'string' && known.has(value.type)
    ? (value as ConsoleServerFrame)
    : null;
}
