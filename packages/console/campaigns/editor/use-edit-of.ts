// What the parts of the editor show and change: the draft or the live version, with the lists that
// it refers to.
import { useMemo } from 'react';
import { checkCampaign, type CampaignProblem } from '@opportune/core/campaign/check-campaign.ts';
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import { GoalList, SectionList, SiteList } from '@opportune/protocol/rest/site.ts';
import { t, useApiQuery, useStore } from '../../ui/index.ts';
import { refusalWords } from '../../words/refusal-words.ts';
import type { Draft } from './draft/draft.ts';
import { changedParts } from './draft/draft-diff.ts';
import type { Edit } from './edit-context.tsx';
import { unsetProblems } from './condition/unset.ts';
import type { View } from './editor-bar.tsx';

type Attributes = Edit['attributes'];
const all = { query: { limit: 200 } };

/** The live version cannot be changed. */
const unchanged = { live: null, change: null, changed: [], problems: [] };

export function useEditOf(draft: Draft, view: View, attributes: Attributes): Edit {
  const { campaign, document } = useStore(draft.state, (state) => state);
  const goals = useApiQuery('/goals', GoalList, all).data?.items;
  const sites = useApiQuery('/sites', SiteList, all).data?.items;
  const sections = useApiQuery('/sections', SectionList, all).data?.items;
  return useMemo(() => {
    const lists = { goals: goals ?? [], sites: sites ?? [], sections: sections ?? [] };
    const known = { ...lists, attributes };
    if (view === 'live' && campaign.live !== null)
      return { ...known, document: campaign.live, ...unchanged };
    return {
      ...known,
      document,
      live: campaign.live,
      change: campaign.state === 'archived' ? null : draft.change,
      changed: changedParts(campaign.live, document),
      problems: problemsOf(document, attributes),
    };
  }, [draft, view, campaign, document, goals, sites, sections, attributes]);
}

export function problemsOf(
  document: CampaignDocument,
  attributes: Attributes,
): readonly CampaignProblem[] {
  return [
    ...checkCampaign(document, attributes).map((each) => ({
      ...each,
      message: refusalWords(each),
    })),
    ...unsetProblems(document, t('campaigns.build.unset')),
  ];
}
