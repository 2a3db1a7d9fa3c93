// Derives ids from ids of another shape, or from content. The same input gives the same id, so that
// retries stay harmless. Uses a hash, so that no name or address of a person becomes an id.
import { hash } from 'node:crypto';
import { EventId, isIdShaped, VisitorId } from '@opportune/protocol/ids.ts';

/** The visitor of an anonymous id: the id itself if it has the right shape. */
export function visitorFromAnonymousId(anonymousId: string): VisitorId {
  return VisitorId.parse(
    isIdShaped(anonymousId) ? anonymousId : `anonymous.${digest(anonymousId)}`,
  );
}

/** The visitor that represents a customer without a known browser. */
export function visitorFromUserId(userId: string): VisitorId {
  return VisitorId.parse(`user.${digest(userId)}`);
}

/** The event id of a message id: the id itself if it has the right shape. */
export function eventIdFrom(messageId: string): EventId {
  return EventId.parse(isIdShaped(messageId) ? messageId : `message.${digest(messageId)}`);
}

function digest(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 32);
}
