// Changes to what a campaign offers. Formats keep to one zone, and the shares of variants add up to
// the whole.
import {
  zoneOf,
  type CampaignDocument,
  type Creative,
  type Format,
  type AnsweredOffer,
  type Offer,
  type OfferedChannels,
  type Variant,
} from '@opportune/protocol/campaign/campaign.ts';
import { SkillId, type VariantId } from '@opportune/protocol/ids.ts';

/** The words of a creative, which a change of channel may replace. */
export type Copy = Pick<Creative, 'headline' | 'text' | 'action'>;

/** The words of the examples for each channel. A change to a channel takes its first ones. */
export type StarterCopy = Readonly<Record<Offer['channel'], readonly [Copy, ...Copy[]]>>;

/** Which creative of a variant: the offer, or its replacement when nobody is free. */
export type Which = 'offer' | 'fallback';
export const whole = 10_000;

export function creativeAt(offer: Offer, which: Which): Creative | null {
  if (which === 'offer') return offer.creative;
  return offer.channel === 'content' ? null : (offer.fallback?.creative ?? null);
}

export function withVariant(
  document: CampaignDocument,
  at: number,
  next: (variant: Variant) => Variant,
): CampaignDocument {
  const variants = document.engagement.variants.map((variant, index) =>
    index === at ? next(variant) : variant,
  );
  return { ...document, engagement: { ...document.engagement, variants } };
}

export function withOffer(
  document: CampaignDocument,
  at: number,
  next: (offer: Offer) => Offer,
): CampaignDocument {
  return withVariant(document, at, (variant) => ({ ...variant, offer: next(variant.offer) }));
}

/** Sets the skill of a chat or call. A text that is no skill id means agents of any skill. */
export function withSkill(document: CampaignDocument, at: number, text: string): CampaignDocument {
  const skill = SkillId.safeParse(text.trim()).data ?? null;
  return withOffer(document, at, (offer) =>
    offer.channel === 'content' ? offer : { ...offer, skill },
  );
}

/** Sets where the conversation can be. The chat alone is what an offer is without it. */
export function withChannels(
  document: CampaignDocument,
  at: number,
  channels: OfferedChannels,
): CampaignDocument {
  return withOffer(document, at, (offer) => {
    if (offer.channel !== 'chat') return offer;
    const { channels: _, ...rest } = offer;
    return channels.ids.length === 0 ? rest : { ...rest, channels };
  });
}

export function withCreative(
  document: CampaignDocument,
  at: number,
  which: Which,
  change: Partial<Creative>,
): CampaignDocument {
  return withOffer(document, at, (offer) => changeCreative(offer, which, change));
}

function changeCreative(offer: Offer, which: Which, change: Partial<Creative>): Offer {
  if (which === 'offer') return { ...offer, creative: { ...offer.creative, ...change } };
  if (offer.channel === 'content' || offer.fallback === null) return offer;
  return {
    ...offer,
    fallback: { ...offer.fallback, creative: { ...offer.fallback.creative, ...change } },
  };
}

/**
 * Changes the format. The engagement has one zone, so creatives in another zone take the new format
 * too.
 */
export function withFormat(
  document: CampaignDocument,
  at: number,
  which: Which,
  format: Format,
): CampaignDocument {
  const zone = zoneOf[format];
  const own = withCreative(document, at, which, { format });
  const fit = (offer: Offer, part: Which): Offer => {
    const creative = creativeAt(offer, part);
    return creative === null || zoneOf[creative.format] === zone
      ? offer
      : changeCreative(offer, part, { format });
  };
  const variants = own.engagement.variants.map((variant) => ({
    ...variant,
    offer: fit(fit(variant.offer, 'offer'), 'fallback'),
  }));
  return { ...own, engagement: { ...own.engagement, zone, variants } };
}

/**
 * Changes the channel. Look and place stay, and between chat and call what an agent needs. Words change
 * only if they come from an example of the old channel.
 */
export function withChannel(
  document: CampaignDocument,
  at: number,
  channel: Offer['channel'],
  copy: StarterCopy,
): CampaignDocument {
  return withOffer(document, at, (offer) => {
    if (offer.channel === channel) return offer;
    const creative = inWordsOf(offer.creative, copy[offer.channel], copy[channel][0]);
    if (channel === 'content') return { channel, creative };
    if (offer.channel === 'content')
      return { channel, skill: null, creative: { ...creative, link: null }, fallback: null };
    const { skill, before, fallback } = offer;
    return { channel, skill, ...(before === undefined ? {} : { before }), creative, fallback };
  });
}

/** Replaces each text that still comes from an example with that of the new channel. */
function inWordsOf(creative: Creative, begun: readonly Copy[], next: Copy): Creative {
  const text = (field: keyof Copy): string =>
    begun.some((copy) => copy[field] === creative[field]) ? next[field] : creative[field];
  return {
    ...creative,
    headline: text('headline'),
    text: text('text'),
    action: text('action'),
  };
}

/** Sets what is shown when nobody is free; null for nothing. */
export function withFallback(
  document: CampaignDocument,
  at: number,
  type: NonNullable<AnsweredOffer['fallback']>['type'] | null,
): CampaignDocument {
  return withOffer(document, at, (offer) => {
    if (offer.channel === 'content') return offer;
    if (type === null) return { ...offer, fallback: null };
    const creative = offer.fallback?.creative ?? { ...offer.creative, action: '' };
    return {
      ...offer,
      fallback: { type, creative: type === 'content' ? creative : { ...creative, link: null } },
    };
  });
}

/** Adds a variant, a copy of the last, and shares treatment evenly. At most four. */
export function addVariant(
  document: CampaignDocument,
  id: VariantId,
  name: string,
): CampaignDocument {
  const { variants } = document.engagement;
  const last = variants.at(-1);
  if (last === undefined || variants.length >= 4) return document;
  return withShares(document, [...variants, { ...last, id, name }]);
}

/** Removes a variant, but never the only one. */
export function removeVariant(document: CampaignDocument, at: number): CampaignDocument {
  const { variants } = document.engagement;
  return variants.length <= 1 ? document : withShares(document, variants.toSpliced(at, 1));
}

function withShares(document: CampaignDocument, variants: readonly Variant[]): CampaignDocument {
  const each = Math.floor(whole / variants.length);
  const shared = variants.map((variant, at) => ({
    ...variant,
    share: at === 0 ? whole - each * (variants.length - 1) : each,
  }));
  return { ...document, engagement: { ...document.engagement, variants: shared } };
}

/**
 * Sets a variant's share of treatment. The others keep their proportions, and the sum stays whole.
 */
export function withShare(document: CampaignDocument, at: number, share: number): CampaignDocument {
  const { variants } = document.engagement;
  if (variants.length < 2) return document;
  const shares = sharesAround(variants, at, share);
  const first = at === 0 ? 1 : 0;
  const missing = whole - shares.reduce((sum, each) => sum + each, 0);
  const next = variants.map((variant, index) => ({
    ...variant,
    share: (shares[index] ?? 0) + (index === first ? missing : 0),
  }));
  return { ...document, engagement: { ...document.engagement, variants: next } };
}

/** The share at its place, and the rest split among the others in proportion, rounded down. */
function sharesAround(variants: readonly Variant[], at: number, share: number): readonly number[] {
  const rest = whole - share;
  const others = variants.reduce(
    (sum, variant, index) => (index === at ? sum : sum + variant.share),
    0,
  );
  return variants.map((variant, index) =>
    index === at
      ? share
      : Math.floor(others === 0 ? rest / (variants.length - 1) : (variant.share / others) * rest),
  );
}
