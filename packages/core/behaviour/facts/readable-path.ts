// Decodes paths into the form that people read and write. Browsers percent-encode spaces and bytes
// outside ASCII. Only these are decoded, so decoding twice changes nothing and no path becomes
// another: an encoded slash stays encoded.
import type { AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';

/** `/%C3%BCber` as `/über`. Invalid UTF-8 stays as it is. */
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

/** The event with its page's path decoded. The same object if nothing changes. */
export function withReadablePath<Event extends AcceptedEvent>(event: Event): Event {
  const { page } = event;
  if (page === undefined || !page.path.includes('%')) return event;
  return { ...event, page: { ...page, path: readablePath(page.path) } };
}
