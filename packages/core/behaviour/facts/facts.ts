// How each fact of the catalogue is read from a profile. Null means unknown. Spans are in seconds,
// instants in ms since 1970. Facts that time changes also give their basis, so the engine knows
// when to look again.
import type { FactDefinition, FactName } from '@opportune/protocol/behaviour/fact-catalogue.ts';
import { customerFactPrefix, skillFactOf } from '@opportune/protocol/behaviour/facts.ts';
import type { GoalId } from '@opportune/protocol/ids.ts';
import { wallClock } from '../../world/local-time.ts';
import { traitOf } from '../apply/apply-identify.ts';
import { intentScore } from '../apply/apply-intent.ts';
import { attentionMs } from '../apply/apply-page-view.ts';
import {
  attributeOf,
  definitionOf,
  nothingDeclared,
  readAttribute,
  type Declared,
} from './custom-facts.ts';
import { lastVisitAt, visitsSoFar } from '../past-visits.ts';
import type { Profile } from '../profile.ts';
import type { Scene } from '../scene.ts';
import { firstSourceOf } from '../apply/source.ts';

export type FactValue = string | number | boolean | readonly string[] | null;

export interface FactReader {
  readonly definition: FactDefinition;
  /** The value as conditions and people see it. */
  value(scene: Scene): FactValue;
  /** Its basis in the profile: while this stays the same, only time changes the value. */
  basis(profile: Profile): FactValue;
}

type Read = (profile: Profile) => FactValue;
type Reading = Omit<FactReader, 'definition'>;

/** Facts that time does not change: value and basis are the same. */
const plain: Readonly<Record<Exclude<FactName, keyof typeof running | GoalFact>, Read>> = {
  'page.url': (p) => p.front?.page.url ?? null,
  'page.path': (p) => p.front?.page.path ?? null,
  'page.title': (p) => p.front?.page.title ?? null,
  'page.section': (p) => p.front?.sections ?? null,
  'page.previous': (p) => p.visit?.previousPath ?? null,
  'page.previousSection': (p) => p.visit?.previousSections ?? null,
  'page.scroll': (p) => p.front?.scroll ?? null,
  'visit.pages': (p) => p.visit?.pages ?? null,
  'visit.events': (p) => p.visit?.events ?? null,
  'visit.sections': (p) => p.visit?.sections ?? null,
  'visit.paths': (p) => p.visit?.paths ?? null,
  'visit.landing': (p) => p.visit?.landing ?? null,
  'visitor.visits': (p) => (p.visit === null ? null : visitsSoFar(p)),
  'visitor.returning': (p) => (p.visit === null ? null : visitsSoFar(p) > 1),
  'visitor.firstSeen': (p) => p.firstSeenAt,
  'visitor.lastVisit': lastVisitAt,
  'visitor.verified': (p) => p.person?.verified ?? false,
  'source.referrer': (p) => p.visit?.source?.referrer ?? null,
  'source.channel': (p) => p.visit?.source?.channel ?? null,
  'source.utmSource': (p) => p.visit?.source?.utmSource ?? null,
  'source.utmMedium': (p) => p.visit?.source?.utmMedium ?? null,
  'source.utmCampaign': (p) => p.visit?.source?.utmCampaign ?? null,
  'source.utmTerm': (p) => p.visit?.source?.utmTerm ?? null,
  'source.utmContent': (p) => p.visit?.source?.utmContent ?? null,
  'source.firstChannel': (p) => firstSourceOf(p)?.channel ?? null,
  'source.firstReferrer': (p) => firstSourceOf(p)?.referrer ?? null,
  'source.firstUtmSource': (p) => firstSourceOf(p)?.utmSource ?? null,
  'source.firstUtmMedium': (p) => firstSourceOf(p)?.utmMedium ?? null,
  'source.firstUtmCampaign': (p) => firstSourceOf(p)?.utmCampaign ?? null,
  'device.type': (p) => p.device?.type ?? null,
  'device.browser': (p) => text(p.device?.browser),
  'device.os': (p) => text(p.device?.os),
  'device.language': (p) => text(p.device?.language),
  'place.country': (p) => p.place?.country ?? null,
  'place.region': (p) => p.place?.region ?? null,
  'place.city': (p) => p.place?.city ?? null,
  'cart.total': (p) => p.cart.total,
  'cart.items': (p) => p.cart.items,
  'cart.changed': (p) => p.cart.changedAt,
  'cart.highest': (p) => p.cart.highest,
  'cart.change': (p) => p.cart.change,
  'cart.changes': (p) => p.visit?.cartChanges ?? null,
  'cart.products': (p) => p.cart.products,
  'order.count': (p) => p.orders.count,
  'order.value': (p) => p.orders.value,
  'order.last': (p) => p.orders.lastAt,
  'products.seen': (p) => p.interest.productCount,
  'products.ids': (p) => p.interest.products,
  'products.categories': (p) => p.interest.categories,
  'search.words': (p) => p.interest.searches,
  'search.count': (p) => p.interest.searchCount,
  'errors.count': (p) => p.visit?.errors ?? null,
  'errors.met': (p) => p.visit?.errorsMet ?? null,
  'forms.started': (p) => p.visit?.formsStarted ?? null,
  'forms.left': (p) => p.visit?.formsLeft ?? null,
  'forms.submitted': (p) => p.visit?.formsSubmitted ?? null,
  'leads.count': (p) => p.leads.count,
  'leads.last': (p) => p.leads.lastAt,
  'services.requested': (p) => p.services.requested,
  'services.resolved': (p) => p.services.resolved,
  'services.topics': (p) => p.services.topics,
  'clicks.marks': (p) => p.visit?.marks ?? null,
  'engagements.shown': (p) => p.engagements.shown,
  'engagements.clicked': (p) => p.engagements.clicked,
  'engagements.dismissed': (p) => p.engagements.dismissed,
  'engagements.missed': (p) => p.engagements.missed,
  'engagements.outcome': (p) => p.engagements.outcome,
  'engagements.last': (p) => p.engagements.lastAt,
  'conversations.visit': (p) => p.visit?.conversations ?? null,
  'conversations.count': (p) => p.engagements.conversations,
  'conversations.answered': (p) => p.engagements.answered,
};

/** Facts that run with time, each with its basis. */
const running = {
  'page.dwell': clock((p) => p.front?.attentionMs ?? null),
  'visit.dwell': clock((p) => p.visit?.attentionMs ?? null),
  'visit.duration': {
    value: ({ profile, now }) =>
      profile.visit === null ? null : Math.max(0, now - profile.visit.startedAt) / 1000,
    basis: (p) => p.visit?.startedAt ?? null,
  },
  'visitor.localHour': {
    value: ({ profile, now }) => wallClock(profile.device?.timeZone ?? '', now)?.hour ?? null,
    basis: (p) => p.device?.timeZone ?? null,
  },
  'visitor.weekday': {
    value: ({ profile, now }) => wallClock(profile.device?.timeZone ?? '', now)?.weekday ?? null,
    basis: (p) => p.device?.timeZone ?? null,
  },
  'agents.free': {
    value: ({ availability }) => availability.skills['*']?.free ?? null,
    basis: () => null,
  },
  'agents.online': {
    value: ({ availability }) => availability.skills['*']?.online ?? null,
    basis: () => null,
  },
  'agents.wait': {
    value: ({ availability }) => availability.skills['*']?.waitS ?? null,
    basis: () => null,
  },
} satisfies Partial<Record<FactName, Reading>>;

const readings: ReadonlyMap<string, Reading> = new Map([
  ...Object.entries<Reading>(running),
  ...Object.entries(plain).map(([name, read]): [string, Reading] => [name, plainly(read)]),
]);

function plainly(read: Read): Reading {
  return { value: ({ profile }) => read(profile), basis: read };
}

/** A clock of attention. Its basis is the instant it would have started at had it never paused. */
function clock(booked: (profile: Profile) => number | null): Reading {
  return {
    value: ({ profile, now }) => {
      const before = booked(profile);
      return before === null ? null : attentionMs(profile, before, now) / 1000;
    },
    basis: (profile) => clockBasis(profile, booked(profile)),
  };
}

/**
 * The instant a running clock counts from. For a stopped clock: −(shown value + 1). Null if there
 * is none.
 */
export function clockBasis(profile: Profile, booked: number | null): number | null {
  if (booked === null) return null;
  return profile.shownSince === null ? -booked - 1 : profile.shownSince - booked;
}

function text(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value;
}

/**
 * The reader of a fact; undefined if there is no such fact. `goals`: the score of the first that is
 * scored is read.
 */
export function factReader(
  name: string,
  declared: Declared = nothingDeclared,
  goals: readonly GoalId[] = [],
): FactReader | undefined {
  const definition = definitionOf(name, declared);
  if (definition === undefined) return undefined;
  if (isOfGoal(name)) return { definition, ...plainly((profile) => intentScore(profile, goals)) };
  const ofSkill = skillFactOf(name);
  if (ofSkill !== null) return { definition, ...agentsFor(ofSkill) };
  const reading = readings.get(name);
  if (reading !== undefined) return { definition, ...reading };
  const attribute = attributeOf(name, declared);
  const read =
    attribute === undefined
      ? trait(name.slice(customerFactPrefix.length))
      : readAttribute(attribute);
  return { definition, ...plainly(read) };
}

/** A skill that availability does not name counts as all agents, as in routing. */
function agentsFor({ fact, skill }: NonNullable<ReturnType<typeof skillFactOf>>): Reading {
  const of = (
    { 'agents.free': 'free', 'agents.online': 'online', 'agents.wait': 'waitS' } as const
  )[fact];
  return {
    value: ({ availability: { skills } }) => (skills[skill] ?? skills['*'])?.[of] ?? null,
    basis: () => null,
  };
}

function trait(name: string): Read {
  return (profile) => traitOf(profile.person, name);
}

type GoalFact = 'intent.score';

/** Facts with another value for another goal. */
export function isOfGoal(name: string): name is GoalFact {
  return name === 'intent.score';
}

/** Facts that read availability, not the profile. */
export function readsAgents(name: string): boolean {
  return name.startsWith('agents.');
}
