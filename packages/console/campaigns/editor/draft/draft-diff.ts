// Which parts of a draft differ from the live version, and whether publishing them starts a new
// period. The parts are those of the editor.
import {
  optimisingOf,
  startsPeriod,
  type CampaignDocument,
} from '@opportune/protocol/campaign/campaign.ts';
import { withTranslations } from '../languages/translation-edit.ts';
import { withModeOf } from '../optimise/optimise-edit.ts';

export const partNames = [
  'goal',
  'audience',
  'moment',
  'engagement',
  'languages',
  'optimise',
  'control',
  'caps',
  'schedule',
  'place',
] as const;
export type PartName = (typeof partNames)[number];

/** What a part of the editor contains of the document. */
export function partOf(document: CampaignDocument, part: PartName): unknown {
  return partsOf[part](document);
}

const partsOf: Readonly<Record<PartName, (document: CampaignDocument) => unknown>> = {
  goal: ({ goal }) => goal,
  audience: ({ audience }) => audience,
  moment: ({ engagement }) => engagement.moment,
  engagement: ({ engagement: { zone, variants } }) => [
    zone,
    variants.map(({ id, name, offer }) => [id, name, offer]),
  ],
  languages: ({ translations }) => translations ?? null,
  optimise: optimisingOf,
  control: ({ control, engagement: { variants } }) => [
    control,
    variants.map(({ id, share }) => [id, share]),
  ],
  caps: ({ caps }) => caps,
  schedule: ({ schedule }) => schedule,
  place: ({ name, sites, priority }) => [name, sites, priority],
};

/** The parts that differ, in the editor's order. Empty if the campaign was never live. */
export function changedParts(
  live: CampaignDocument | null,
  draft: CampaignDocument,
): readonly PartName[] {
  if (live === null) return [];
  return partNames.filter(
    (part) => JSON.stringify(partOf(live, part)) !== JSON.stringify(partOf(draft, part)),
  );
}

/** The changed parts that would start a period on their own. */
export function periodParts(live: CampaignDocument, draft: CampaignDocument): readonly PartName[] {
  return changedParts(live, draft).filter((part) =>
    startsPeriod(live, withPart(live, draft, part)),
  );
}

function withPart(
  live: CampaignDocument,
  draft: CampaignDocument,
  part: PartName,
): CampaignDocument {
  switch (part) {
    case 'goal':
      return { ...live, goal: draft.goal };
    case 'audience':
      return { ...live, audience: draft.audience };
    case 'moment':
      return { ...live, engagement: { ...live.engagement, moment: draft.engagement.moment } };
    case 'engagement':
      return { ...live, engagement: { ...draft.engagement, moment: live.engagement.moment } };
    case 'languages':
      return withTranslations(live, draft.translations);
    case 'optimise':
      return withModeOf(live, draft);
    case 'control':
      return {
        ...live,
        control: draft.control,
        engagement: { ...draft.engagement, moment: live.engagement.moment },
      };
    case 'caps':
      return { ...live, caps: draft.caps };
    case 'schedule':
      return { ...live, schedule: draft.schedule };
    case 'place':
      return { ...live, name: draft.name, sites: draft.sites, priority: draft.priority };
    default:
      return part satisfies never;
  }
}

/** The number of the period after publishing. */
export function periodAfter(
  live: CampaignDocument | null,
  draft: CampaignDocument,
  period: number | null,
): number {
  if (live === null || period === null) return 1;
  return startsPeriod(live, draft) ? period + 1 : period;
}
