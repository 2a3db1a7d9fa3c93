// Ids for what comes with an id of another shape, or with none: the same input gives the same id, so
// that a retry stays harmless. A hash, so that no name or address of a person becomes an id.
import { hash } from 'node:crypto';
import { EventId, isIdShaped, VisitorId } from '@opportune/protocol/ids.ts';

/** The visitor of an anonymous id: itself where it has the shape of an id. */
export function visitorFromAnonymousId(anonymousId: string): VisitorId {
  return VisitorId.parse(
    isIdShaped(anonymousId) ? anonymousId : `anonymous.${digest(anonymousId)}`,
  );
}

/** The visitor that stands for a customer of whom no browser is known. */
export function visitorFromUserId(userId: string): VisitorId {
  return VisitorId.parse(`user.${digest(userId)}`);
}

/** The event id of a message id: itself where it has the shape of an id. */
export function eventIdFrom(messageId: string): EventId {
  return EventId.parse(isIdShaped(messageId) ? messageId : `message.${digest(messageId)}`);
}

function digest(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 32);
}
