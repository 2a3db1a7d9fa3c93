// Reads and refuses frames of a visitor's session, without knowing the session.
import { problem, type Problem } from '@opportune/protocol/errors.ts';
import type { ChatFrame, ServerFrame, VisitorFrame } from '@opportune/protocol/frames-visitor.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import { isObject } from '../reading/json.ts';
import { itemSizes } from '../reading/scan-json.ts';

export type EventsFrame = Extract<VisitorFrame, { type: 'events' }>;

/**
 * Reads an events frame by hand, as `VisitorFrame` defines it, because nearly all frames are of
 * this kind. Null for any other or faulty frame; the schema then names the fault.
 */
export function eventsFrame(raw: unknown): EventsFrame | null {
  if (!isObject(raw) || raw['type'] !== 'events') return null;
  const { batch, sentAt, events } = raw;
  if (typeof batch !== 'number' || !Number.isSafeInteger(batch) || batch < 0) return null;
  if (typeof sentAt !== 'number' || !Number.isFinite(sentAt)) return null;
  if (!Array.isArray(events) || events.length === 0 || events.length > intakeLimits.batchEvents)
    return null;
  return { type: 'events', batch, sentAt, events };
}

/** The size of a frame as received. */
export interface FrameSize {
  readonly sizeBytes: number;
  /** The bytes of each event, if the frame is large enough for that to matter. */
  readonly eventSizes: readonly number[] | null;
}

export function frameSize(bytes: Buffer): FrameSize {
  const isLarge = bytes.length > intakeLimits.eventSizeBytes;
  return { sizeBytes: bytes.length, eventSizes: isLarge ? itemSizes(bytes, ['events']) : null };
}

/**
 * The refusal of a frame, with the request or batch that it names. `path` is the location of the
 * fault.
 */
export function frameRefusal(raw: unknown, path: string): ServerFrame {
  if (isTooLong(raw))
    return {
      type: 'problem',
      problem: problem('batch.too_long', { path: 'events' }),
      request: String(raw.batch),
    };
  const request = isObject(raw) ? (raw['request'] ?? raw['batch']) : undefined;
  const told = { type: 'problem', problem: problem('request.malformed', { path }) } as const;
  return isName(request) ? { ...told, request: String(request).slice(0, 64) } : told;
}

/** Other values cannot always be written as text. */
function isName(request: unknown): request is string | number {
  return typeof request === 'string' || typeof request === 'number';
}

function isTooLong(raw: unknown): raw is { readonly batch: number } {
  return (
    isObject(raw) &&
    raw['type'] === 'events' &&
    typeof raw['batch'] === 'number' &&
    Array.isArray(raw['events']) &&
    raw['events'].length > intakeLimits.batchEvents
  );
}

/** Frames that write to a chat are stored in the order in which the visitor sent them. */
export function writesInTurn({ type }: ChatFrame): boolean {
  return (
    type === 'chat.start' ||
    type === 'chat.leave' ||
    type === 'chat.call-back' ||
    type === 'chat.post' ||
    type === 'chat.give' ||
    type === 'chat.end'
  );
}

/** Refuses a chat frame with the conversation, message and request that it names. */
export function chatRefusal(
  frame: ChatFrame,
  why: Problem,
): Extract<ServerFrame, { type: 'chat.refused' }> {
  const conversation = ('conversation' in frame ? frame.conversation : null) ?? null;
  const id =
    'id' in frame
      ? frame.id
      : 'message' in frame && frame.message !== undefined
        ? frame.message.id
        : null;
  const refused = { type: 'chat.refused', conversation, id, problem: why } as const;
  return 'request' in frame ? { ...refused, request: frame.request } : refused;
}
