// What was begun and not sent, per conversation: kept over switching, reloading, going home, and at the
// user on the server. What the server does not have yet is marked; until it is told that something is
// gone, the empty text stays as a trace. Pure.
import { conversationLimits } from '@opportune/protocol/limits.ts';
import { z } from 'zod';

export const Draft = z.object({
  text: z.string(),
  note: z.boolean(),
  at: z.number(),
  /** The server has it. */
  kept: z.boolean().default(false),
});
export type Draft = z.infer<typeof Draft>;
export type Drafts = Readonly<Record<string, Draft>>;

/** What the server says of one; empty: it is gone. */
export interface ToldDraft {
  readonly conversation: string;
  readonly text: string;
  readonly note: boolean;
  readonly at: number;
}

/** What was begun in a conversation; undefined: nothing. */
export function begunIn(drafts: Drafts, conversation: string): Draft | undefined {
  const draft = drafts[conversation];
  return draft?.text === '' ? undefined : draft;
}

/** One that is too long to be sent stays in this browser until it is shorter. */
export function isToBring({ kept, text }: Draft): boolean {
  return !kept && text.length <= conversationLimits.messageLength;
}

/** As this person writes it here; beyond the limit the oldest fall out. */
export function withDraft(
  drafts: Drafts,
  conversation: string,
  { text, note, at }: Omit<Draft, 'kept'>,
): Drafts {
  const { [conversation]: old, ...others } = drafts;
  if (old !== undefined && isSame(old, { text, note })) return drafts;
  if (old === undefined && text === '') return drafts;
  const newest = Object.entries(others)
    .sort(([, a], [, b]) => b.at - a.at)
    .slice(0, conversationLimits.drafts - 1);
  return { ...Object.fromEntries(newest), [conversation]: { text, note, at, kept: false } };
}

/**
 * As the server says, where nothing was written here since. The same words, written anew, are no answer
 * either: what the server says next may be that the older ones are gone. `mine`: it answers what was sent
 * from here, so that what stands here stays as it was written, though the server masked it.
 */
export function withTold(drafts: Drafts, told: ToldDraft, mine: boolean): Drafts {
  const { conversation, text, note, at } = told;
  const { [conversation]: old, ...others } = drafts;
  const unkept = old?.kept === false;
  if (unkept && !mine && !(old.text === '' && text === '')) return drafts;
  const now = unkept && mine ? { ...old, kept: true } : { text, note, at, kept: true };
  if (now.text === '') return old === undefined ? drafts : others;
  return { ...others, [conversation]: now };
}

/** All that the server has, as a device begins with it: what else was known to be there is gone. */
export function withAllTold(drafts: Drafts, told: readonly ToldDraft[]): Drafts {
  const here = Object.fromEntries(Object.entries(drafts).filter(([, { kept }]) => !kept));
  return told.reduce<Drafts>((all, each) => withTold(all, each, false), here);
}

/** As another tab of this browser has it, unless what is newer here is not with the server yet. */
export function withHeard(drafts: Drafts, conversation: string, heard: Draft | null): Drafts {
  const own = drafts[conversation];
  const isNewer = own?.kept === false && own.text !== '';
  if (heard === null) return isNewer ? drafts : withoutDraft(drafts, conversation);
  if (isNewer && heard.kept && !isSame(own, heard)) return drafts;
  return { ...drafts, [conversation]: heard };
}

/** Of a conversation that ended there is nothing to write on. */
export function withoutDraft(drafts: Drafts, conversation: string): Drafts {
  if (drafts[conversation] === undefined) return drafts;
  const { [conversation]: _gone, ...others } = drafts;
  return others;
}

type Words = Pick<Draft, 'text' | 'note'>;

function isSame(one: Words, other: Words): boolean {
  return one.text === other.text && (one.note === other.note || one.text === '');
}

/** What a browser has kept in one piece; what cannot be read is dropped. */
export function parseDrafts(stored: string | null): Drafts {
  try {
    return z.record(z.string(), Draft).parse(JSON.parse(stored ?? '{}'));
  } catch {
    return {};
  }
}

/** One of them; null where it cannot be read. */
export function parseDraft(stored: string): Draft | null {
  try {
    return Draft.parse(JSON.parse(stored));
  } catch {
    return null;
  }
}
