// The campaigns of a sample shop, as a manager would write them. None says what it will bring: that
// comes from what visitors do (visits.ts).
import {
  type CampaignDocument,
  Creative,
  type Format,
  Offer,
  Optimise,
  zoneOf,
} from '@opportune/protocol/campaign/campaign.ts';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import {
  EngagementId,
  type GoalId,
  type SiteId,
  SkillId,
  VariantId,
} from '@opportune/protocol/ids.ts';
import type { Invitation, SampleWords } from './words/words.ts';

export type CampaignName = keyof SampleWords['campaigns'];
export interface Written {
  readonly site: SiteId;
  readonly goal: GoalId;
  readonly words: SampleWords;
}

interface Sketch {
  readonly format: Format;
  readonly channel: 'chat' | 'content';
  readonly audience: Condition;
  readonly moment: Condition;
  /** Basis points. */
  readonly control: number;
  readonly optimises?: true;
}

const inSection = (section: string): Condition => ({
  fact: 'page.section',
  op: 'contains',
  value: section,
});

/** The document of a campaign. */
export function documentOf(name: CampaignName, written: Written): CampaignDocument {
  const { format, channel, audience, moment, control, optimises } = sketches(written.words)[name];
  const invitation = written.words.campaigns[name];
  const document: CampaignDocument = {
    name: invitation.name,
    sites: [written.site],
    goal: written.goal,
    audience,
    engagement: {
      id: EngagementId.parse(`sample-${name}`),
      zone: zoneOf[format],
      moment,
      variants: [
        {
          id: VariantId.parse('a'),
          name: invitation.headline.slice(0, 80),
          share: 10_000,
          offer: offerOf(channel, format, invitation, written.words),
        },
      ],
    },
    control,
    caps: { perVisit: 1, perDay: 2, perVisitor: null, afterDismissalS: 7 * 86_400 },
    schedule: { from: null, until: null, days: [], hours: null },
    priority: 50,
  };
  if (optimises === undefined) return document;
  return { ...document, mode: 'optimise', optimise: Optimise.parse({ always: 4000 }) };
}

function sketches({ sections }: SampleWords): Readonly<Record<CampaignName, Sketch>> {
  const { checkout, product } = sections;
  const onProduct = inSection(product);
  return {
    checkout: {
      ...{ format: 'toast', channel: 'chat', control: 5000 },
      audience: { fact: 'cart.total', op: 'gte', value: 50 },
      moment: {
        all: [
          inSection(checkout),
          {
            any: [{ dwell: { on: 'section', section: checkout, forS: 15 } }, { leaving: true }],
          },
        ],
      },
    },
    advice: {
      ...{ format: 'slide-out', channel: 'content', control: 5000 },
      audience: { fact: 'visit.pages', op: 'gte', value: 3 },
      moment: onProduct,
    },
    newsletter: {
      ...{ format: 'overlay', channel: 'content', control: 5000 },
      audience: { fact: 'visit.pages', op: 'gte', value: 2 },
      moment: onProduct,
    },
    delivery: {
      ...{ format: 'banner', channel: 'content', control: 5000 },
      audience: { fact: 'cart.items', op: 'gte', value: 1 },
      moment: inSection(sections.cart),
    },
    returning: {
      ...{ format: 'sticky-button', channel: 'chat', control: 3000, optimises: true },
      audience: { fact: 'visitor.returning', op: 'eq', value: true },
      moment: onProduct,
    },
  };
}

function offerOf(
  channel: 'chat' | 'content',
  format: Format,
  { headline, text, action }: Invitation,
  { away }: SampleWords,
): Offer {
  const creative = Creative.parse({ format, headline, text, action });
  if (channel === 'content') return { channel, creative: { ...creative, link: '/help' } };
  return Offer.parse({
    ...{ channel, creative: { ...creative, faces: true }, skill: SkillId.parse('advice') },
    fallback: { type: 'message', creative: { ...creative, text: away } },
  });
}
