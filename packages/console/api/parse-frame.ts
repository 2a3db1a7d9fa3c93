// Parses the text of the console's socket into typed frames. It drops unknown frames, so that a
// newer server does not break an older console.
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
  'calls.all',
  'calls.others',
  'call',
  'call.over',
  'call.left',
  'call.answer',
  'rings.all',
  'ring.began',
  'ring.ended',
  'room',
  'agents.all',
  'agent.changed',
  'configuration.changed',
]);

/**
 * Null if the text is no known frame. Checks only the type: a server of the same release wrote the
 * rest.
 */
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
