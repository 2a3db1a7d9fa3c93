// What the parts of a site's settings share: the site, and how a change of it is stored.
import type { Site } from '@opportune/protocol/rest/site.ts';

export type Change = Partial<
  Pick<Site, 'name' | 'origins' | 'consent' | 'honourPrivacySignals' | 'contactButton' | 'look'>
>;

/** Stores a change and says so: with `undo`, in its words and with the way back. */
export type Save = (
  change: Change,
  undo?: { readonly words: string; readonly act: () => void },
) => void;

export interface PartProps {
  readonly site: Site;
  readonly save: Save;
  /** The role may read it only. */
  readonly fixed: boolean;
}
