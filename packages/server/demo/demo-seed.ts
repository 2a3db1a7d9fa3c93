// Seeds the first account: the demo shop as a site, its sections and goals, and one running
// campaign. Uses the same services as people do and has no special access.
import { withoutApproval } from '../campaign/approval/permit.ts';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import {
  AccountId,
  EngagementId,
  type GoalId,
  SiteId,
  VariantId,
} from '@opportune/protocol/ids.ts';
import type { Site } from '@opportune/protocol/rest/site.ts';
import { z } from 'zod';
import type { CampaignFeature } from '../campaign/feature.ts';
import type { SetupFeature } from '../setup/feature.ts';
import type { SiteFeature } from '../site/feature.ts';

export interface DemoParts {
  readonly site: SiteFeature;
  readonly campaign: CampaignFeature;
  readonly setup: Pick<SetupFeature, 'noteGiven'>;
  /** The file from which the shop's process reads its keys. Only its owner can read it. */
  readonly keysFile: string;
  /** The addresses at which the shop is opened, such as `http://localhost:7701`. */
  readonly origins: readonly string[];
}

const by = 'First start';

/** The pages of the shop, by pattern. */
const sections: Readonly<Record<string, readonly string[]>> = {
  Home: ['/'],
  Category: ['/category/**'],
  Product: ['/product/**'],
  Search: ['/search**'],
  Cart: ['/cart'],
  Checkout: ['/checkout**'],
  Order: ['/order**'],
  Help: ['/help**'],
};

/** Seeds a newly created account and writes the shop's keys to `keysFile`. */
export async function seedDemo(account: AccountId, parts: DemoParts): Promise<Site> {
  const site = await seedSite(account, parts);
  for (const [name, patterns] of Object.entries(sections)) {
    await parts.site.sections.create(account, by, { site: site.id, name, patterns: [...patterns] });
  }
  const goal = await seedGoals(account, parts);
  const { campaigns } = parts.campaign;
  const { id, revision } = await campaigns.create(account, by, helpAtCheckout(site.id, goal));
  await campaigns.act(account, by, id, {
    ...{ what: 'publish', revision: revision, permit: withoutApproval },
  });
  const sites = { [site.id]: site.look.colour };
  await parts.setup.noteGiven(account, { sites, campaigns: [id] });
  return site;
}

/** The keys that the shop's process is given. */
const ShopKeys = z.object({
  account: AccountId,
  site: SiteId,
  writeKey: z.string(),
  secretKey: z.string(),
});

/**
 * Allows the shop's current addresses to use its key, in case its port changed since the seeding.
 * Returns false if this data folder has no demo shop.
 */
export async function admitShop({ site, origins, keysFile }: DemoParts): Promise<boolean> {
  if (!existsSync(keysFile)) return false;
  const keys = ShopKeys.parse(JSON.parse(readFileSync(keysFile, 'utf8')));
  const known = await site.sites.read(keys.account, keys.site);
  const missing = origins.filter((origin) => !known.origins.includes(origin));
  if (missing.length > 0) {
    await site.sites.change(keys.account, by, keys.site, {
      origins: [...known.origins, ...missing].slice(-50),
    });
  }
  return true;
}

async function seedSite(account: AccountId, { site, keysFile, origins }: DemoParts): Promise<Site> {
  const made = await site.sites.create(
    account,
    by,
    { name: 'Aldermoor', origins: [...origins] },
    {
      look: { colour: '#30513f', radiusPx: 12, name: 'Aldermoor' },
      contactButton: { shown: true, label: 'Ask us' },
    },
  );
  const { secret } = await site.sites.createKey(account, made.id, "The shop's server");
  const keys: z.output<typeof ShopKeys> = {
    account,
    site: made.id,
    writeKey: made.writeKey,
    secretKey: secret,
  };
  writeFileSync(keysFile, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  return made;
}

async function seedGoals(account: AccountId, { site: { goals } }: DemoParts): Promise<GoalId> {
  const purchase = await goals.create(account, by, {
    name: 'Purchase',
    kind: 'purchase',
    event: { event: 'Order Completed' },
    value: { type: 'property', path: 'total' },
    valueCap: 1500,
    key: 'order_id',
    window: { type: 'duration', seconds: 7 * 86_400 },
    trust: 'server',
  });
  await goals.create(account, by, {
    name: 'Payment reached',
    kind: 'event',
    event: { event: 'Checkout Step Completed' },
    value: { type: 'none' },
    valueCap: null,
    key: null,
    window: { type: 'visit' },
    trust: 'page',
  });
  return purchase.id;
}

/**
 * The moment: 20 seconds in the checkout without completing a step, or about to leave it, with a
 * cart worth helping.
 */
function helpAtCheckout(site: SiteId, goal: GoalId): CampaignDocument {
  const inCheckout = { fact: 'page.section', op: 'contains', value: 'Checkout' } as const;
  const lingers = { dwell: { on: 'section', section: 'Checkout', forS: 20 } } as const;
  const progress = { performed: { event: 'Checkout Step Completed' }, withinS: 20 } as const;
  const creative = {
    format: 'toast',
    link: null,
    image: null,
    slot: null,
    side: 'right',
    mutable: true,
  } as const;
  return {
    name: 'Help at checkout',
    sites: [site],
    goal,
    audience: { fact: 'cart.total', op: 'gte', value: 100 },
    engagement: {
      id: EngagementId.parse('help-at-checkout'),
      zone: 'corner',
      moment: {
        all: [inCheckout, { any: [{ all: [lingers, { not: progress }] }, { leaving: true }] }],
      },
      variants: [
        {
          id: VariantId.parse('a'),
          name: 'Invitation',
          share: 10_000,
          offer: {
            channel: 'chat',
            skill: null,
            creative: {
              ...creative,
              headline: 'A question before you order?',
              text: 'We are here and answer at once.',
              action: 'Chat with us',
              faces: true,
            },
            fallback: {
              type: 'message',
              creative: {
                ...creative,
                headline: 'A question before you order?',
                text: 'Nobody is here just now. Leave a message and we will answer by e-mail.',
                action: 'Leave a message',
              },
            },
          },
        },
      ],
    },
    control: 1000,
    caps: { perVisit: 1, perDay: 2, perVisitor: null, afterDismissalS: 7 * 86_400 },
    schedule: { from: null, until: null, days: [], hours: null },
    priority: 50,
  };
}
