// Which conversations are open side by side, in the order in which they were opened: pure, and what a
// browser keeps of it. The one in front is not known here: it is in the address.
import { z } from 'zod';
import { ConversationId } from '@opportune/protocol/ids.ts';

export type OpenTabs = readonly ConversationId[];
/** More do not fit beside each other; the oldest that is not in front is closed. */
export const tabLimit = 8;

export function withTab(tabs: OpenTabs, opened: ConversationId): OpenTabs {
  if (tabs.includes(opened)) return tabs;
  return [...tabs.slice(Math.max(0, tabs.length - tabLimit + 1)), opened];
}

export function withoutTab(tabs: OpenTabs, closed: ConversationId): OpenTabs {
  return tabs.filter((each) => each !== closed);
}

/** The one before or after, round the ends; null where it is alone or not there. */
export function besideTab(tabs: OpenTabs, from: ConversationId, by: 1 | -1): ConversationId | null {
  const at = tabs.indexOf(from);
  if (at === -1 || tabs.length < 2) return null;
  return tabs[(at + by + tabs.length) % tabs.length] ?? null;
}

export function parseTabs(stored: string | null): OpenTabs {
  try {
    return z
      .array(ConversationId)
      .parse(JSON.parse(stored ?? '[]'))
      .slice(-tabLimit);
  } catch {
    return [];
  }
}
