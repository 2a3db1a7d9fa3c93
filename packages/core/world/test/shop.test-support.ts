// A small shop for tests and benches: one account, one site, its goals and sections, and builders
// of events and campaigns with defaults for everything that a test does not mention.
import type {
  CampaignDocument,
  Goal,
  LiveCampaign,
  Variant,
} from '@opportune/protocol/campaign/campaign.ts';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import type { Availability, Configuration } from '@opportune/protocol/campaign/configuration.ts';
import {
  eventName,
  type AcceptedEvent,
  type EventKind,
  type Page,
} from '@opportune/protocol/behaviour/event.ts';
import {
  AccountId,
  CampaignId,
  EngagementId,
  EventId,
  GoalId,
  PageViewId,
  SectionId,
  SiteId,
  VariantId,
  VisitorId,
} from '@opportune/protocol/ids.ts';

export const account = AccountId.parse('acme');
export const site = SiteId.parse('shop');
export const otherSite = SiteId.parse('help');
export const noon = 1_772_452_800_000; // 2026-03-02T12:00:00Z, a Monday

export const truthy: Condition = { all: [] };

export const purchase: Goal = {
  id: GoalId.parse('purchase'),
  name: 'Purchase',
  kind: 'purchase',
  event: { event: eventName.orderCompleted },
  value: { type: 'property', path: 'total' },
  valueCap: null,
  key: 'order_id',
  window: { type: 'duration', seconds: 86_400 },
  trust: 'page',
};

export interface CampaignSketch extends Partial<Omit<CampaignDocument, 'engagement' | 'goal'>> {
  readonly id: string;
  readonly period?: number;
  readonly moment: Condition;
  readonly zone?: CampaignDocument['engagement']['zone'];
  readonly variants?: readonly Variant[];
}

export function content(id = 'a', share = 10_000): Variant {
  return {
    id: VariantId.parse(id),
    name: id,
    share,
    offer: { channel: 'content', creative: creative(`Words of ${id}`) },
  };
}

export function chat(id = 'a', share = 10_000, withFallback = false): Variant {
  return {
    id: VariantId.parse(id),
    name: id,
    share,
    offer: {
      channel: 'chat',
      skill: null,
      creative: creative(`Words of ${id}`),
      fallback: withFallback ? { type: 'message', creative: creative('Leave a message') } : null,
    },
  };
}

function creative(headline: string): Variant['offer']['creative'] {
  return {
    format: 'toast',
    headline,
    text: '',
    action: 'Open',
    image: null,
    link: null,
    slot: null,
    side: 'right',
    mutable: true,
  };
}

export function campaign({
  id,
  period = 1,
  moment,
  zone = 'corner',
  variants = [content()],
  ...rest
}: CampaignSketch): LiveCampaign {
  return {
    id: CampaignId.parse(id),
    period,
    document: {
      name: id,
      sites: [],
      goal: purchase.id,
      audience: truthy,
      engagement: { id: EngagementId.parse(`${id}-e`), moment, zone, variants: [...variants] },
      control: 0,
      caps: { perVisit: null, perDay: null, perVisitor: null, afterDismissalS: null },
      schedule: { from: null, until: null, days: [], hours: null },
      priority: 50,
      ...rest,
    },
  };
}

export function configuration(
  campaigns: readonly LiveCampaign[],
  more: Partial<Configuration> = {},
): Configuration {
  return {
    account,
    version: 1,
    settings: {
      name: 'Acme',
      timeZone: 'Europe/Berlin',
      currency: 'EUR',
      holdout: 0,
      typingPreview: true,
    },
    salt: 'salt',
    sites: [],
    sections: [
      {
        id: SectionId.parse('s1'),
        site,
        name: 'checkout',
        patterns: ['/checkout', '/checkout/**'],
      },
      { id: SectionId.parse('s2'), site, name: 'product', patterns: ['/product/*'] },
    ],
    goals: [purchase],
    campaigns: [...campaigns],
    serverTrustInUse: false,
    ...more,
  };
}

export function availability(free: number, version = 1): Availability {
  return { version, at: noon, skills: { '*': { free, online: free } } };
}

export interface EventSketch extends Partial<
  Omit<AcceptedEvent, 'id' | 'page' | 'pageView' | 'decision'>
> {
  readonly id?: string;
  readonly path?: string;
  readonly page?: Page;
  readonly view?: string;
  readonly decision?: AcceptedEvent['decision'];
}

/** An event as intake would pass it on. The ordinal also names it if no id is given. */
export function event(
  name: string,
  receivedAt: number,
  ordinal: number,
  sketch: EventSketch = {},
): AcceptedEvent {
  const { id = `e${ordinal}`, path, view, decision, ...rest } = sketch;
  return {
    account,
    site,
    visitor: VisitorId.parse('anna'),
    id: EventId.parse(id),
    kind: kindOf(name),
    name,
    trust: 'page',
    at: receivedAt,
    receivedAt,
    ordinal,
    properties: {},
    bot: false,
    imported: false,
    ...(path === undefined ? {} : { page: pageAt(path) }),
    ...(view === undefined ? {} : { pageView: PageViewId.parse(view) }),
    ...(decision === undefined ? {} : { decision }),
    ...rest,
  };
}

function kindOf(name: string): EventKind {
  return name === eventName.page ? 'page' : name === eventName.identify ? 'identify' : 'track';
}

export function pageAt(path: string): Page {
  return { url: `https://shop.example${path}`, path, search: '', title: path, referrer: '' };
}
