// What the parts of a site's settings share: the site, and how a change of it is stored.
import type { RevisedSite, Site } from '@opportune/protocol/rest/site.ts';

export type Change = Partial<
  Pick<
    Site,
    | 'name'
    | 'origins'
    | 'consent'
    | 'honourPrivacySignals'
    | 'contactButton'
    | 'look'
    | 'customerTokens'
  >
>;

/** A change, and the revision of the site that it was made from. */
export interface PartOfSite {
  readonly change: Change;
  readonly revision: string;
}
export type SaveSite = (part: PartOfSite) => Promise<RevisedSite>;

/**
 * Stores a change, made from the site that is shown or from the revision `from`, and says so: with
 * `undo`, in its words and with the way back. False where it was refused, which is said too.
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
  /** How often it was asked to load what somebody else saved. */
  readonly loads: number;
  /** The role may read it only. */
  readonly fixed: boolean;
}

/**
 * Saves one after another. A part that was made before an earlier one was stored goes on from what
 * that came to, so that nobody's own saves in a row are refused for each other.
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
    // A revision is of a content, which may come back: from what is stored now nothing leads on.
    became.delete(saved.revision);
    return saved;
  };
  return (part) => {
    const saved = last.then(() => saveNow(part));
    last = saved.catch(() => undefined);
    return saved;
  };
}
