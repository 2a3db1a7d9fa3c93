// What every part of the editor reads: the shown document, how to change it, what it is compared
// with, and its problems by path.
import { createContext, useContext } from 'react';
import type { CampaignProblem } from '@opportune/core/campaign/check-campaign.ts';
import type { CustomAttribute } from '@opportune/protocol/behaviour/attributes.ts';
import type { CampaignDocument, Goal, Section } from '@opportune/protocol/campaign/campaign.ts';
import type { Site } from '@opportune/protocol/rest/site.ts';
import type { PartName } from './draft/draft-diff.ts';

export interface Edit {
  readonly document: CampaignDocument;
  /** The live version to compare with; null if there is none. */
  readonly live: CampaignDocument | null;
  /** Null if the document can only be read. */
  readonly change: ((next: (document: CampaignDocument) => CampaignDocument) => void) | null;
  readonly changed: readonly PartName[];
  readonly problems: readonly CampaignProblem[];
  readonly goals: readonly Goal[];
  readonly sites: readonly Site[];
  readonly sections: readonly Section[];
  /** The custom attributes that the account declares. */
  readonly attributes: readonly CustomAttribute[];
}

const Current = createContext<Edit | null>(null);
export const EditProvider = Current.Provider;

export function useEdit(): Edit {
  const edit = useContext(Current);
  if (edit === null) throw new Error('useEdit is for parts of the editor');
  return edit;
}

/** The problems at a path or below it. */
export function problemsAt(edit: Pick<Edit, 'problems'>, path: string): readonly CampaignProblem[] {
  return edit.problems.filter((each) => each.path === path || each.path.startsWith(`${path}.`));
}
