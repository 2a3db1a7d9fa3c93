// Documents to begin a campaign from. Each is whole enough to be published once its goal is chosen.
import type { CampaignDocument, Creative, Offer } from '@opportune/protocol/campaign.ts';
import type { Condition } from '@opportune/protocol/condition.ts';
import { EngagementId, VariantId, type GoalId } from '@opportune/protocol/ids.ts';
import { newId } from '../api/new-id.ts';
import { c } from './words.ts';

export const starterNames = ['cart', 'trouble', 'delivery', 'blank'] as const;
export type StarterName = (typeof starterNames)[number];

interface Starter {
  readonly audience: Condition;
  readonly moment: Condition;
  readonly offer: Offer;
}

/** The document of a starter, for a goal. */
export function starterDocument(name: StarterName, goal: GoalId, title: string): CampaignDocument {
  const { audience, moment, offer } = starters[name]();
  return {
    name: title,
    sites: [],
    goal,
    audience,
    engagement: {
      id: EngagementId.parse(newId()),
      moment,
      zone: 'corner',
      variants: [
        { id: VariantId.parse(newId()), name: c('starter.variant'), share: 10_000, offer },
      ],
    },
    control: 5000,
    caps: { perVisit: 1, perDay: 2, perVisitor: null, afterDismissalS: 7 * 86_400 },
    schedule: { from: null, until: null, days: [], hours: null },
    priority: 50,
  };
}

/** An empty creative of a format, with these words. */
export function creativeOf(
  headline: string,
  text: string,
  action: string,
  link: string | null = null,
): Creative {
  return {
    format: 'toast',
    headline,
    text,
    action,
    image: null,
    link,
    slot: null,
    side: 'right',
    mutable: true,
  };
}

function chat(headline: string, text: string): Offer {
  return {
    channel: 'chat',
    skill: null,
    creative: creativeOf(headline, text, c('starter.action')),
    fallback: null,
  };
}

const starters: Readonly<Record<StarterName, () => Starter>> = {
  blank: () => ({
    audience: { all: [] },
    moment: { all: [{ dwell: { on: 'page', forS: 30 } }] },
    offer: chat(c('starter.headline'), c('starter.body')),
  }),
  cart: () => ({
    audience: { all: [{ fact: 'cart.total', op: 'gte', value: 100 }] },
    moment: {
      all: [
        { fact: 'page.path', op: 'startsWith', value: '/checkout' },
        { any: [{ dwell: { on: 'page', forS: 20 } }, { leaving: true }] },
      ],
    },
    offer: chat(c('starter.headline'), c('starter.body')),
  }),
  trouble: () => ({
    audience: { all: [{ fact: 'cart.items', op: 'gte', value: 1 }] },
    moment: {
      any: [
        { fact: 'errors.count', op: 'gte', value: 1 },
        { performed: { event: 'Payment Failed' }, withinS: 300 },
      ],
    },
    offer: chat(c('starter.trouble.headline'), c('starter.trouble.body')),
  }),
  delivery: () => ({
    audience: { all: [] },
    moment: {
      all: [
        { performed: { event: 'Products Searched' }, count: { op: 'gte', value: 2 } },
        { not: { performed: { event: 'Product Added' } } },
      ],
    },
    offer: {
      channel: 'content',
      creative: creativeOf(
        c('starter.delivery.headline'),
        c('starter.delivery.body'),
        c('starter.delivery.action'),
        '/help',
      ),
    },
  }),
};
