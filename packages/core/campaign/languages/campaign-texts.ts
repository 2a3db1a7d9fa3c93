// The texts of a campaign that visitors read, by name: `<variant>/headline`,
// `<variant>/fallback/text`, `<variant>/before/<field>/label`. The campaign's own name is not one.
import { beforeLimits, type BeforeForm } from '@opportune/protocol/conversation/before.ts';
import type { CampaignDocument, Creative, Offer } from '@opportune/protocol/campaign/campaign.ts';
import type { FormField } from '@opportune/protocol/conversation/message-content.ts';
import { contentLimits } from '@opportune/protocol/limits/conversations.ts';
import { said, type Say } from './text-unit.ts';

/** The document with each text as `say` returns it. */
export function withCampaignTexts(document: CampaignDocument, say: Say): CampaignDocument {
  const { engagement } = document;
  const variants = engagement.variants.map((variant) => ({
    ...variant,
    offer: withOfferTexts(variant.offer, variant.id, say),
  }));
  return { ...document, engagement: { ...engagement, variants } };
}

/** One offer, whose texts are named after its variant. */
export function withOfferTexts(offer: Offer, variant: string, say: Say): Offer {
  const creative = withCreativeTexts(offer.creative, variant, say);
  if (offer.channel === 'content') return { ...offer, creative };
  const { before, fallback } = offer;
  return {
    ...offer,
    creative,
    ...(before === undefined ? {} : { before: withFormTexts(before, `${variant}/before`, say) }),
    fallback: fallback && {
      ...fallback,
      creative: withCreativeTexts(fallback.creative, `${variant}/fallback`, say),
    },
  };
}

function withCreativeTexts(creative: Creative, under: string, say: Say): Creative {
  const { headline, text, action, image, link } = creative;
  const part = (kind: 'headline' | 'text' | 'action', text: string, limit: number): string =>
    said(say, { id: `${under}/${kind}`, kind, text, limit });
  const address = (kind: 'image' | 'link', text: string): string =>
    said(say, { id: `${under}/${kind}`, kind, text, limit: contentLimits.addressLength });
  return {
    ...creative,
    headline: part('headline', headline, 120),
    text: part('text', text, 400),
    action: part('action', action, 60),
    image: image && {
      alt: said(say, { id: `${under}/alt`, kind: 'alt', text: image.alt, limit: 200 }),
      url: address('image', image.url),
    },
    link: link && address('link', link),
  };
}

/** The texts of a form before a chat. */
export function withFormTexts(form: BeforeForm, under: string, say: Say): BeforeForm {
  const text = said(say, {
    id: `${under}/text`,
    kind: 'form.text',
    text: form.text,
    limit: beforeLimits.textLength,
  });
  const fields = form.fields.map((each) => ({
    ...each,
    field: withFieldTexts(each.field, `${under}/${each.field.id}`, say),
  }));
  return { ...form, text, fields };
}

function withFieldTexts(field: FormField, under: string, say: Say): FormField {
  const label = said(say, {
    id: `${under}/label`,
    kind: 'form.label',
    text: field.label,
    limit: contentLimits.labelLength,
  });
  if (field.type !== 'choice') return { ...field, label };
  const options = field.options.map(({ id, text }) => ({
    id,
    text: said(say, {
      id: `${under}/option/${id}`,
      kind: 'form.option',
      text,
      limit: contentLimits.choiceLength,
    }),
  }));
  return { ...field, label, options };
}
