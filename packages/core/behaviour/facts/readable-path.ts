// Paths as people read and write them: browsers say spaces, and each byte of a letter beyond ASCII, in
// percent signs. These alone are brought back, so that reading twice changes nothing, and no path becomes
// another: an encoded stroke stays one.
import type { AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';

/** `/%C3%BCber` as `/über`; what is no UTF-8 stays as it is. */
export function readablePath(path: string): string {
  return path.includes('%') ? path.replace(/%20|(?:%[89A-F][0-9A-F])+/gi, lettersOf) : path;
}

function lettersOf(bytes: string): string {
  try {
    return decodeURIComponent(bytes);
  } catch {
    return bytes;
  }
}

/** The event with its page's path so; the same one where nothing of it changes. */
export function withReadablePath<Event extends AcceptedEvent>(event: Event): Event {
  const { page } = event;
  if (page === undefined || !page.path.includes('%')) return event;
  return { ...event, page: { ...page, path: readablePath(page.path) } };
}
