// What the parts of a site's settings share: the site, and how its changes are stored.
import type { RevisedSite, Site } from '@opportune/protocol/rest/site.ts';

export type Change = Partial<
  Pick<
    Site,
    | 'name'
    | 'origins'
    | 'consent'
    | 'honourPrivacySignals'
    | 'contactButton'
    | 'home'
    | 'customerTokens'
    | 'translations'
  >
>;

/** A change, and the revision of the site that it was made from. */
export interface PartOfSite {
  readonly change: Change;
  readonly revision: string;
}
export type SaveSite = (part: PartOfSite) => Promise<RevisedSite>;

/**
 * Stores a change made from the site that is shown, or from the revision `from`, and confirms it.
 * With `undo`, it confirms in those words and offers to undo. Returns false if the server refused,
 * and says why.
 */
export type Save = (
  change: Change,
  how?: {
    readonly undo?: { readonly words: string; readonly act: () => void };
    readonly from?: string;
  },
) => Promise<boolean>;

export interface PartProps {
  readonly site: RevisedSite;
  readonly save: Save;
  /** How often the user asked to load what somebody else saved. */
  readonly loads: number;
  /** The user may only read it. */
  readonly fixed: boolean;
}

/**
 * Saves one change after another. A change that was made before an earlier one was stored continues
 * from that one's result, so that a user's own saves do not conflict with each other.
 */
export function inTurn(send: SaveSite): SaveSite {
  const became = new Map<string, string>();
  let last: Promise<unknown> = Promise.resolve();
  const latest = (revision: string): string => {
    const next = became.get(revision);
    return next === undefined ? revision : latest(next);
  };
  const saveNow = async ({ change, revision }: PartOfSite): Promise<RevisedSite> => {
    const from = latest(revision);
    const saved = await send({ change, revision: from });
    became.set(from, saved.revision);
    // A revision follows from the content, and the same content may come back. The stored revision
    // must therefore lead to no other.
    became.delete(saved.revision);
    return saved;
  };
  return (part) => {
    const saved = last.then(() => saveNow(part));
    last = saved.catch(() => undefined);
    return saved;
  };
}
