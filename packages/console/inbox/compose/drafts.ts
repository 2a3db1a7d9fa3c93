// Unsent drafts, by conversation. They survive switching, reloading and going home, and the server keeps
// them for the user. Drafts that the server does not have yet are marked. A deleted draft stays as an empty
// text until the server knows of the deletion. Pure.
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
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

/** A draft as the server reports it; an empty text means it is gone. */
export interface ToldDraft {
  readonly conversation: string;
  readonly text: string;
  readonly note: boolean;
  readonly at: number;
}

/** The draft of a conversation; undefined if there is none. */
export function begunIn(drafts: Drafts, conversation: string): Draft | undefined {
  const draft = drafts[conversation];
  return draft?.text === '' ? undefined : draft;
}

/**
 * Whether to send a draft to the server. One above the length limit stays in this browser until it is
 * shorter.
 */
export function isToBring({ kept, text }: Draft): boolean {
  return !kept && text.length <= conversationLimits.messageLength;
}

/** Records what this agent writes here; evicts the oldest drafts beyond the limit. */
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
 * Takes a draft from the server unless something was written here since. Writing the same words again
 * counts as newer too: the server's next message may be that the older draft is gone. `mine` marks the
 * answer to what this console sent: the text here then stays as written, even if the server masked it.
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

/**
 * Takes the server's list of all drafts. Drafts here that are marked as kept and are not in the list are
 * dropped.
 */
export function withAllTold(drafts: Drafts, told: readonly ToldDraft[]): Drafts {
  const here = Object.fromEntries(Object.entries(drafts).filter(([, { kept }]) => !kept));
  return told.reduce<Drafts>((all, each) => withTold(all, each, false), here);
}

/** Takes a draft from another tab of this browser, unless a newer one here has not reached the server yet. */
export function withHeard(drafts: Drafts, conversation: string, heard: Draft | null): Drafts {
  const own = drafts[conversation];
  const isNewer = own?.kept === false && own.text !== '';
  if (heard === null) return isNewer ? drafts : withoutDraft(drafts, conversation);
  if (isNewer && heard.kept && !isSame(own, heard)) return drafts;
  return { ...drafts, [conversation]: heard };
}

/** Drops the draft of a conversation that ended. */
export function withoutDraft(drafts: Drafts, conversation: string): Drafts {
  if (drafts[conversation] === undefined) return drafts;
  const { [conversation]: _gone, ...others } = drafts;
  return others;
}

type Words = Pick<Draft, 'text' | 'note'>;

function isSame(one: Words, other: Words): boolean {
  return one.text === other.text && (one.note === other.note || one.text === '');
}

/** Parses all drafts that a browser kept in one piece; drops what cannot be read. */
export function parseDrafts(stored: string | null): Drafts {
  let kept: unknown;
  try {
    kept = JSON.parse(stored ?? '{}');
  } catch {
    return {};
  }
  return Object.fromEntries(
    Object.entries(kept ?? {}).flatMap(([conversation, each]) => {
      const { data } = Draft.safeParse(each);
      return data === undefined ? [] : [[conversation, data]];
    }),
  );
}

/** Parses one draft; null if it cannot be read. */
export function parseDraft(stored: string): Draft | null {
  try {
    return Draft.parse(JSON.parse(stored));
  } catch {
    return null;
  }
}
