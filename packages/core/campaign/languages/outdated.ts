// Which translations of a draft may be outdated: their default was changed since the campaign went
// live, and they were not.
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import { textsOfCampaign } from './translate.ts';

/** The names of those texts in a language. None if nothing is live to compare with. */
export function outdatedTexts(
  draft: CampaignDocument,
  live: CampaignDocument | null,
  language: string,
): ReadonlySet<string> {
  const [now, before] = [draft, live].map((each) => each?.translations?.[language] ?? {});
  if (live === null || now === undefined || before === undefined) return new Set();
  const defaults = new Map(textsOfCampaign(live).map(({ id, text }) => [id, text]));
  const outdated = textsOfCampaign(draft).filter(({ id, text }) => {
    const was = defaults.get(id);
    const isSame = Object.hasOwn(now, id) && now[id] === before[id];
    return isSame && was !== undefined && was !== text;
  });
  return new Set(outdated.map(({ id }) => id));
}
