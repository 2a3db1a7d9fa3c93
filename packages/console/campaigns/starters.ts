// Documents to begin a campaign with. The examples can be published as they are. `blank` has no
// condition and no words, and cannot go live before it has both.
import type { Copy, StarterCopy } from './editor/engagement/engagement-edit.ts';
import type { CampaignDocument, Creative, Offer } from '@opportune/protocol/campaign/campaign.ts';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import { EngagementId, VariantId, type GoalId, type SiteId } from '@opportune/protocol/ids.ts';
import { newId } from '../api/new-id.ts';
import { t } from '../words/words.ts';

export const starterNames = ['cart', 'trouble', 'delivery', 'blank'] as const;
export type StarterName = (typeof starterNames)[number];

interface Starter {
  readonly audience: Condition;
  readonly moment: Condition;
  readonly offer: Offer;
}

/** The document of a starter for a goal. Without `sites` it applies to all sites. */
export function starterDocument(
  name: StarterName,
  { goal, title, sites }: { goal: GoalId; title: string; sites: readonly SiteId[] },
): CampaignDocument {
  const { audience, moment, offer } = starters[name]();
  return {
    name: title,
    sites: [...sites],
    goal,
    audience,
    engagement: {
      id: EngagementId.parse(newId()),
      moment,
      zone: 'corner',
      variants: [
        {
          id: VariantId.parse(newId()),
          name: t('campaigns.starter.variant'),
          share: 10_000,
          offer,
        },
      ],
    },
    control: 5000,
    caps: { perVisit: 1, perDay: 2, perVisitor: null, afterDismissalS: 7 * 86_400 },
    schedule: { from: null, until: null, days: [], hours: null },
    priority: 50,
  };
}

/** The words of the examples, in the console's language. */
export function starterCopy(): StarterCopy {
  return { chat: [helpCopy(), troubleCopy()], call: [callCopy()], content: [deliveryCopy()] };
}

/** A toast with these words and no picture. */
export function creativeOf(copy: Copy, link: string | null = null): Creative {
  return {
    format: 'toast',
    ...copy,
    image: null,
    link,
    slot: null,
    side: 'right',
    mutable: true,
  };
}

function chat(copy: Copy): Offer {
  const creative = { ...creativeOf(copy), faces: true };
  return { channel: 'chat', skill: null, creative, fallback: null };
}

const noCopy: Copy = { headline: '', text: '', action: '' };

function helpCopy(): Copy {
  return {
    headline: t('campaigns.starter.headline'),
    text: t('campaigns.starter.body'),
    action: t('campaigns.starter.action'),
  };
}

function troubleCopy(): Copy {
  const headline = t('campaigns.starter.trouble.headline');
  return {
    headline,
    text: t('campaigns.starter.trouble.body'),
    action: t('campaigns.starter.action'),
  };
}

function callCopy(): Copy {
  return {
    headline: t('campaigns.starter.call.headline'),
    text: t('campaigns.starter.call.body'),
    action: t('campaigns.starter.call.action'),
  };
}

function deliveryCopy(): Copy {
  const headline = t('campaigns.starter.delivery.headline');
  return {
    headline,
    text: t('campaigns.starter.delivery.body'),
    action: t('campaigns.starter.delivery.action'),
  };
}

const starters: Readonly<Record<StarterName, () => Starter>> = {
  blank: () => ({
    audience: { all: [] },
    moment: { all: [] },
    offer: chat(noCopy),
  }),
  cart: () => ({
    audience: { all: [{ fact: 'cart.total', op: 'gte', value: 100 }] },
    moment: {
      all: [
        { fact: 'page.path', op: 'startsWith', value: '/checkout' },
        { any: [{ dwell: { on: 'page', forS: 20 } }, { leaving: true }] },
      ],
    },
    offer: chat(helpCopy()),
  }),
  trouble: () => ({
    audience: { all: [{ fact: 'cart.items', op: 'gte', value: 1 }] },
    moment: {
      any: [
        { fact: 'errors.count', op: 'gte', value: 1 },
        { performed: { event: 'Payment Failed' }, withinS: 300 },
      ],
    },
    offer: chat(troubleCopy()),
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
      creative: creativeOf(deliveryCopy(), '/help'),
    },
  }),
};
