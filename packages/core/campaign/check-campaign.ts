// What keeps a campaign from going live: conditions that make no sense, shares that do not add up,
// no control group, missing words. It reads the document alone; the caller checks that the goal and
// the sites exist. Every problem names its place.
import {
  optimisingOf,
  zoneOf,
  type CampaignDocument,
  type Creative,
  type Offer,
  type Schedule,
} from '@opportune/protocol/campaign/campaign.ts';
import type { CustomAttribute } from '@opportune/protocol/behaviour/attributes.ts';
import { checkTranslations, textsOfCampaign } from './languages/translate.ts';
import { checkCondition, type ConditionProblem } from '../behaviour/condition/check-condition.ts';

export type CampaignProblem = ConditionProblem;

/** All problems. Without any it may go live. `attributes` as in `checkCondition`. */
export function checkCampaign(
  document: CampaignDocument,
  attributes?: readonly CustomAttribute[],
): readonly CampaignProblem[] {
  const { audience, engagement, control, schedule } = document;
  return [
    ...under('audience', checkCondition(audience, attributes)),
    ...under('engagement.moment', checkCondition(engagement.moment, attributes)),
    ...checkShares(control, engagement),
    ...engagement.variants.flatMap(({ offer }, at) =>
      checkOffer(offer, engagement.zone, `engagement.variants.${at}.offer`),
    ),
    ...checkOptimise(document),
    ...checkSchedule(schedule),
    ...checkLanguages(document),
  ];
}

/** The problems of a part, with their places in the whole. */
export function under(
  place: string,
  problems: readonly CampaignProblem[],
): readonly CampaignProblem[] {
  return problems.map((each) => ({
    ...each,
    path: each.path === '' ? place : `${place}.${each.path}`,
  }));
}

function checkShares(
  control: number,
  { variants }: CampaignDocument['engagement'],
): readonly CampaignProblem[] {
  const problems: CampaignProblem[] = [];
  if (control === 0)
    problems.push(
      incomplete(
        'control',
        'A live campaign needs a control group. Without one, its gain cannot be measured.',
      ),
    );
  if (control === 10_000)
    problems.push(incomplete('control', 'If everybody is in control, nobody would see it.'));
  if (variants.reduce((sum, { share }) => sum + share, 0) !== 10_000) {
    problems.push(
      incomplete('engagement.variants', 'The shares of the variants must add up to 100 %.'),
    );
  }
  for (const { name } of variants.filter(({ share }) => share === 0))
    problems.push(
      incomplete(
        'engagement.variants',
        `Nobody would ever see the variant "${name}": give it a share, or remove it.`,
      ),
    );
  const ids = new Set(variants.map(({ id }) => id));
  if (ids.size !== variants.length)
    problems.push(incomplete('engagement.variants', 'Two variants have the same id.'));
  return problems;
}

/** Of its optimisation. Paths are those of the document. */
export function checkOptimise(
  document: Pick<CampaignDocument, 'mode' | 'optimise'>,
): readonly CampaignProblem[] {
  const always = optimisingOf(document)?.always;
  if (always === 0)
    return [
      incomplete(
        'optimise.always',
        'Some visitors must always get the offer. Otherwise the gain of optimising cannot be measured.',
      ),
    ];
  if (always === 10_000)
    return [
      incomplete(
        'optimise.always',
        'If everybody always gets the offer, nothing is left to optimise.',
      ),
    ];
  return [];
}

function checkOffer(
  offer: Offer,
  zone: CampaignDocument['engagement']['zone'],
  path: string,
): readonly CampaignProblem[] {
  const own = checkCreative(offer.creative, zone, `${path}.creative`);
  if (offer.channel === 'content')
    return [...own, ...checkLink(offer.creative, `${path}.creative`)];
  const label =
    offer.creative.action.trim() === ''
      ? [incomplete(`${path}.creative.action`, 'The button of the offer needs a label.')]
      : [];
  if (offer.channel === 'chat' && offer.channels?.ids.length === 0)
    label.push(incomplete(`${path}.channels.ids`, 'Choose the channels that are offered.'));
  const { fallback } = offer;
  if (fallback === null) return [...own, ...label];
  const place = `${path}.fallback.creative`;
  const more = fallback.type === 'content' ? checkLink(fallback.creative, place) : [];
  return [...own, ...label, ...checkCreative(fallback.creative, zone, place), ...more];
}

function checkCreative(
  creative: Creative,
  zone: CampaignDocument['engagement']['zone'],
  path: string,
): readonly CampaignProblem[] {
  const problems: CampaignProblem[] = [];
  if (creative.headline.trim() === '' && creative.text.trim() === '') {
    problems.push(incomplete(`${path}.headline`, 'It needs a headline or a text.'));
  }
  if (creative.format === 'embedded' && (creative.slot ?? '').trim() === '') {
    problems.push(
      incomplete(
        `${path}.slot`,
        'An embedded engagement needs the place on the page where it goes.',
      ),
    );
  }
  if (zoneOf[creative.format] !== zone) {
    problems.push(
      incomplete(
        `${path}.format`,
        `This format takes the zone "${zoneOf[creative.format]}", not "${zone}".`,
      ),
    );
  }
  return problems;
}

function checkLink({ action, link }: Creative, path: string): readonly CampaignProblem[] {
  if (action.trim() !== '' && link === null)
    return [incomplete(`${path}.link`, 'The button needs an address to lead to.')];
  if (action.trim() === '' && link !== null)
    return [incomplete(`${path}.action`, 'The link needs a button with a label.')];
  return [];
}

function checkSchedule({ from, until, hours }: Schedule): readonly CampaignProblem[] {
  const problems: CampaignProblem[] = [];
  if (from !== null && until !== null && from >= until)
    problems.push(incomplete('schedule.until', 'It must end after it begins.'));
  if (hours !== null && hours.fromMinute === hours.untilMinute) {
    problems.push(incomplete('schedule.hours', 'The hours must not be empty.'));
  }
  return problems;
}

function checkLanguages(document: CampaignDocument): readonly CampaignProblem[] {
  const found = checkTranslations(document.translations, textsOfCampaign(document));
  return found.map(({ language, unit, why }) =>
    incomplete(
      `translations.${language}.${unit}`,
      why === 'too-long'
        ? 'The translation is too long for its place.'
        : 'The translation of an address must be an address.',
    ),
  );
}

function incomplete(path: string, message: string): CampaignProblem {
  return { path, code: 'campaign.incomplete', message };
}
