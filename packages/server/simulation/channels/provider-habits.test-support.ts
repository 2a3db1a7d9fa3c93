// How providers of simulated channels behave: whether they recognise repeats, how many requests a
// message takes, and what they report about it afterwards.
import type { Item } from '@opportune/core/ports/channel.ts';
import type { Loop } from '@opportune/core/sim/conversation-loop.test-support.ts';
import { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import type { Part } from '@opportune/protocol/channel/parts.ts';
import type { Taken } from './simulated-provider.test-support.ts';

export interface Habits {
  readonly name: 'email' | 'awkward' | 'custom';
  readonly capabilities: Capabilities;
  /** Ignores a repeated reference. */
  readonly idempotent: boolean;
  /** Sends all parts in one request. */
  readonly together: boolean;
  /** The length of an agent's messages, in characters. */
  readonly idLength: number;
}

/**
 * No key and no receipts. Its own messages come back in the folder of sent mail and are matched by
 * their text.
 */
const email: Habits = {
  name: 'email',
  capabilities: Capabilities.parse({ text: { count: 'utf16', most: 10_000 } }),
  ...{ idempotent: false, together: true, idLength: 30 },
};

/** No key, short texts, changing ids, echoes, receipts and marks. */
const awkward: Habits = {
  name: 'awkward',
  capabilities: Capabilities.parse({ text: { count: 'bytes', most: 20 }, receipts: 'read' }),
  ...{ idempotent: false, together: false, idLength: 30 },
};

/** Takes a known reference once, and reports about it by our reference. */
const custom: Habits = {
  name: 'custom',
  capabilities: Capabilities.parse({
    ...{ text: { count: 'utf16', most: 4000 }, receipts: 'read', idempotent: true },
  }),
  ...{ idempotent: true, together: true, idLength: 30 },
};

export const allHabits = [email, awkward, custom] as const;

/** What it reports about a part that it took, in random order. */
export function receiptsOf({ name }: Habits, loop: Loop, taken: Taken): readonly Item[] {
  const { externalId, address, words } = taken;
  const at = loop.now;
  const reference = name === 'custom' || loop.chance(0.5) ? taken.reference : null;
  const item = (key: string) => ({ key: `${key}:${externalId}`, address, at });
  if (name === 'email')
    return loop.chance(0.5)
      ? [{ ...item('echo'), type: 'echo', externalId, reference: null, content: said(words) }]
      : [];
  const about = { type: 'receipt', externalId, reference } as const;
  const items: Item[] = [];
  if (loop.chance(0.5)) items.push({ ...item('delivered'), ...about, state: 'delivered' });
  if (loop.chance(0.3)) items.push({ ...item('read'), ...about, state: 'read' });
  if (loop.chance(0.03))
    items.push({ ...item('failed'), ...about, state: 'failed', reason: 'other', detail: 'gone' });
  if (name === 'custom') return items;
  if (loop.chance(0.3))
    items.push({ ...item('echo'), type: 'echo', externalId, reference, content: said(words) });
  if (loop.chance(0.2)) {
    const to = `final-${externalId}`;
    items.push({ ...item('renamed'), type: 'renamed', externalId, to });
    items.push({ ...item('later'), ...about, externalId: to, reference: null, state: 'delivered' });
  }
  if (loop.chance(0.15))
    items.push({ ...item('mark'), type: 'watermark', state: 'read', until: at });
  return items;
}

export function partWords(part: Part): string {
  return 'text' in part ? part.text : part.type;
}

function said(text: string) {
  return { text, media: [], choice: null, location: null, unread: null };
}
