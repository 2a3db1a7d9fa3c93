// What was begun and not sent, per conversation: kept over switching, reloading and going home.
import { z } from 'zod';

export const Draft = z.object({ text: z.string(), note: z.boolean(), at: z.number() });
export type Draft = z.infer<typeof Draft>;
export type Drafts = Readonly<Record<string, Draft>>;

/** The newest are kept; older ones fall out. */
export const draftLimit = 50;

/** With the draft of one conversation; an empty text removes it. */
export function withDraft(drafts: Drafts, conversation: string, draft: Draft): Drafts {
  const { [conversation]: _old, ...others } = drafts;
  if (draft.text === '') return others;
  const kept = Object.entries(others)
    .sort(([, a], [, b]) => b.at - a.at)
    .slice(0, draftLimit - 1);
  return { ...Object.fromEntries(kept), [conversation]: draft };
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
