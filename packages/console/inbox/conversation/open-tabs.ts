// Which conversations are open in tabs, in the order of opening, and what a browser keeps of them.
// The address names the one in front. Pure.
import { z } from 'zod';
import { ConversationId } from '@opportune/protocol/ids.ts';

export type OpenTabs = readonly ConversationId[];
/** The most tabs. Beyond it the oldest closes. */
export const tabLimit = 8;

export function withTab(tabs: OpenTabs, opened: ConversationId): OpenTabs {
  if (tabs.includes(opened)) return tabs;
  return [...tabs.slice(Math.max(0, tabs.length - tabLimit + 1)), opened];
}

export function withoutTab(tabs: OpenTabs, closed: ConversationId): OpenTabs {
  return tabs.filter((each) => each !== closed);
}

/** The tab before or after, wrapping at the ends; null if there is no other or `from` is not open. */
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
