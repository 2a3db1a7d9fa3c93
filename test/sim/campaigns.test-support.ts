// The shop of one seed: a few campaigns drawn from a stock with every kind of moment, and a
// manager's edits during the run. Every text of an engagement names its campaign and period, so
// that it can be recognised wherever it appears.
import type { Loop } from '@opportune/core/sim/conversation-loop.test-support.ts';
import {
  campaign,
  chat,
  configuration,
  content,
} from '@opportune/core/world/test/shop.test-support.ts';
import type { CampaignSketch } from '@opportune/core/world/test/shop.test-support.ts';
import {
  Optimise,
  startsPeriod,
  type CampaignDocument,
  type LiveCampaign,
  type Variant,
} from '@opportune/protocol/campaign/campaign.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import { AccountId, SiteId } from '@opportune/protocol/ids.ts';

export const account = AccountId.parse('sim');
export const site = SiteId.parse('shop');

const twoWays = [content('a', 5000), content('b', 5000)];
const seen = { performed: { event: eventName.productViewed } } as const;
const added = { event: eventName.productAdded };

const stock: readonly CampaignSketch[] = [
  { id: 'secret-seen', moment: seen, variants: twoWays },
  { id: 'secret-wait', moment: { dwell: { on: 'page', forS: 2 } }, zone: 'edge' },
  {
    id: 'secret-cart',
    moment: { all: [{ fact: 'cart.total', op: 'gte', value: 100 }, { leaving: true }] },
    zone: 'centre',
  },
  { id: 'secret-chat', moment: { performed: added }, variants: [chat()] },
  {
    id: 'secret-help',
    moment: { idle: { forS: 3 } },
    variants: [chat('a', 10_000, true)],
    zone: 'top',
  },
  {
    id: 'secret-then',
    moment: { sequence: [{ event: eventName.productViewed }, added], withinS: 20 },
    zone: 'top',
  },
  {
    id: 'secret-absent',
    moment: { absence: { event: eventName.orderCompleted }, after: added, withinS: 4 },
    zone: 'edge',
  },
  {
    id: 'secret-score',
    moment: {
      any: [
        { score: { fact: 'cart.total', rises: 100, falls: 30 } },
        { score: { fact: 'intent.score', rises: 60, falls: 50 } },
      ],
    },
    zone: 'centre',
    variants: twoWays,
  },
  {
    id: 'secret-once',
    moment: seen,
    zone: 'inline',
    priority: 80,
    caps: { perVisit: 1, perDay: 2, perVisitor: 3, afterDismissalS: 20 },
  },
  {
    id: 'secret-staffed',
    zone: 'inline',
    audience: { fact: 'visit.pages', op: 'gte', value: 2 },
    moment: { fact: 'agents.free', op: 'gte', value: 1 },
    variants: [chat('a', 10_000, true)],
  },
  {
    id: 'secret-not',
    moment: { not: { performed: { event: eventName.checkoutStarted } } },
    audience: { fact: 'products.seen', op: 'gte', value: 2 },
  },
];

/** The first version of the configuration. */
export function openShop(loop: Loop): Configuration {
  const campaigns = stock
    .filter(() => loop.chance(0.5))
    .map((sketch) =>
      marked(campaign({ ...sketch, control: loop.pick([2000, 5000, 8000]) ?? 5000 })),
    );
  const salt = loop.between(1, 1e9);
  return configuration(salt % 3 === 0 ? campaigns.map(optimising) : campaigns, {
    account,
    salt: `salt-${salt}`,
    settings: {
      name: 'Sim',
      timeZone: 'Europe/Berlin',
      currency: 'EUR',
      holdout: loop.pick([0, 1000]) ?? 0,
      typingPreview: true,
    },
    sites: [
      {
        id: site,
        name: 'Shop',
        origins: [],
        consent: 'not-asked',
        honourPrivacySignals: true,
        contactButton: { shown: true, label: 'Help' },
        look: { colour: '#123456', radiusPx: 8, name: 'Shop' },
      },
    ],
  });
}

/**
 * Makes the campaign optimise, with delays as short as the visits of a simulation. Every second one
 * decides once a visit.
 */
function optimising(live: LiveCampaign, at: number): LiveCampaign {
  const optimise = Optimise.parse({ delayS: { from: 2, until: 6 }, always: 3000 });
  const caps = { ...live.document.caps, ...(at % 2 === 0 ? { perVisit: 1 } : {}) };
  return { ...live, document: { ...live.document, caps, mode: 'optimise', optimise } };
}

/** The next version: changes the holdout, or pauses, resumes or edits one campaign. */
export function editShop(loop: Loop, versions: readonly Configuration[]): Configuration {
  const latest = versions.at(-1);
  const first = versions[0];
  if (latest === undefined || first === undefined) throw new Error('a shop has a first version');
  if (loop.chance(0.15)) {
    const settings = { ...latest.settings, holdout: loop.pick([0, 3000]) ?? 0 };
    return { ...latest, version: latest.version + 1, settings };
  }
  const paused = first.campaigns.filter(({ id }) =>
    latest.campaigns.every((each) => each.id !== id),
  );
  const back = loop.chance(0.4) ? loop.pick(paused) : undefined;
  const chosen = loop.pick(latest.campaigns);
  const campaigns =
    back !== undefined
      ? [...latest.campaigns, lastOf(versions, back)]
      : latest.campaigns.flatMap((each) => (each === chosen ? edited(loop, each) : [each]));
  return { ...latest, version: latest.version + 1, campaigns };
}

function edited(loop: Loop, live: LiveCampaign): readonly LiveCampaign[] {
  const what = loop.next();
  if (what < 0.25) return [];
  const document: CampaignDocument =
    what < 0.8
      ? { ...live.document, control: loop.pick([1000, 5000, 9000]) ?? 5000 }
      : { ...live.document, caps: { ...live.document.caps, perVisit: loop.between(1, 3) } };
  if (!startsPeriod(live.document, document)) return [{ ...live, document }];
  return [marked({ ...live, document, period: live.period + 1 })];
}

function lastOf(versions: readonly Configuration[], { id, ...first }: LiveCampaign): LiveCampaign {
  const last = versions.flatMap(({ campaigns }) => campaigns).findLast((each) => each.id === id);
  return last ?? { id, ...first };
}

/** Puts the campaign and period into every text of the offers. */
function marked(live: LiveCampaign): LiveCampaign {
  const text = `${live.id} of period ${live.period}`;
  const variants = live.document.engagement.variants.map((variant): Variant => {
    const creative = { ...variant.offer.creative, headline: text };
    const { offer } = variant;
    if (offer.channel === 'content') return { ...variant, offer: { ...offer, creative } };
    const fallback = offer.fallback === null ? null : { ...offer.fallback, creative };
    return { ...variant, offer: { ...offer, creative, fallback } };
  });
  const engagement = { ...live.document.engagement, variants };
  return { ...live, document: { ...live.document, engagement } };
}
