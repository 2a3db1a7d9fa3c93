// The catalogue of facts that conditions may read: path, type, unit and the keys of their words.
// It says what exists; core/behaviour/facts/facts.ts says how each is read from a profile.

import { SkillId } from '../ids.ts';

export type FactType =
  | 'number'
  | 'money'
  | 'seconds'
  | 'percent'
  | 'text'
  | 'boolean'
  | 'list'
  | 'instant';

export interface FactDefinition {
  readonly fact: string;
  readonly type: FactType;
  readonly group:
    | 'page'
    | 'visit'
    | 'visitor'
    | 'source'
    | 'device'
    | 'place'
    | 'cart'
    | 'order'
    | 'customer'
    | 'custom'
    | 'behaviour'
    | 'campaign'
    | 'agents';
  /** Closed set of values, where there is one. */
  readonly values?: readonly string[];
  /** Changes by the passing of time alone. */
  readonly timed?: true;
}

function fact(
  name: string,
  type: FactType,
  group: FactDefinition['group'],
  more: { values?: readonly string[]; timed?: true } = {},
): FactDefinition {
  return { fact: name, type, group, ...more };
}

const channels = ['direct', 'search', 'social', 'email', 'paid', 'referral', 'campaign'];

export const factCatalogue: readonly FactDefinition[] = [
  fact('page.url', 'text', 'page'),
  fact('page.path', 'text', 'page'),
  fact('page.title', 'text', 'page'),
  fact('page.section', 'list', 'page'),
  fact('page.previous', 'text', 'page'),
  fact('page.previousSection', 'list', 'page'),
  fact('page.dwell', 'seconds', 'page', { timed: true }),
  fact('page.scroll', 'percent', 'page'),
  fact('visit.pages', 'number', 'visit'),
  fact('visit.events', 'number', 'visit'),
  fact('visit.sections', 'list', 'visit'),
  fact('visit.paths', 'list', 'visit'),
  fact('visit.landing', 'text', 'visit'),
  fact('visit.dwell', 'seconds', 'visit', { timed: true }),
  fact('visit.duration', 'seconds', 'visit', { timed: true }),
  fact('visitor.visits', 'number', 'visitor'),
  fact('visitor.returning', 'boolean', 'visitor'),
  fact('visitor.firstSeen', 'instant', 'visitor', { timed: true }),
  fact('visitor.lastVisit', 'instant', 'visitor', { timed: true }),
  fact('visitor.localHour', 'number', 'visitor', { timed: true }),
  fact('visitor.weekday', 'text', 'visitor', {
    values: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
    timed: true,
  }),
  fact('visitor.verified', 'boolean', 'visitor'),
  fact('source.referrer', 'text', 'source'),
  fact('source.channel', 'text', 'source', { values: channels }),
  fact('source.utmSource', 'text', 'source'),
  fact('source.utmMedium', 'text', 'source'),
  fact('source.utmCampaign', 'text', 'source'),
  fact('source.utmTerm', 'text', 'source'),
  fact('source.utmContent', 'text', 'source'),
  fact('source.firstChannel', 'text', 'source', { values: channels }),
  fact('source.firstReferrer', 'text', 'source'),
  fact('source.firstUtmSource', 'text', 'source'),
  fact('source.firstUtmMedium', 'text', 'source'),
  fact('source.firstUtmCampaign', 'text', 'source'),
  fact('device.type', 'text', 'device', { values: ['desktop', 'phone', 'tablet', 'unknown'] }),
  fact('device.browser', 'text', 'device'),
  fact('device.os', 'text', 'device'),
  fact('device.language', 'text', 'device'),
  fact('place.country', 'text', 'place'),
  fact('place.region', 'text', 'place'),
  fact('place.city', 'text', 'place'),
  fact('cart.total', 'money', 'cart'),
  fact('cart.items', 'number', 'cart'),
  fact('cart.changed', 'instant', 'cart', { timed: true }),
  fact('cart.highest', 'money', 'cart'),
  fact('cart.change', 'money', 'cart'),
  fact('cart.changes', 'number', 'cart'),
  fact('cart.products', 'list', 'cart'),
  fact('order.count', 'number', 'order'),
  fact('order.value', 'money', 'order'),
  fact('order.last', 'instant', 'order', { timed: true }),
  fact('products.seen', 'number', 'behaviour'),
  fact('products.ids', 'list', 'behaviour'),
  fact('products.categories', 'list', 'behaviour'),
  fact('search.words', 'list', 'behaviour'),
  fact('search.count', 'number', 'behaviour'),
  fact('errors.count', 'number', 'behaviour'),
  fact('errors.met', 'list', 'behaviour'),
  fact('forms.started', 'list', 'behaviour'),
  fact('forms.left', 'list', 'behaviour'),
  fact('forms.submitted', 'list', 'behaviour'),
  fact('leads.count', 'number', 'behaviour'),
  fact('leads.last', 'instant', 'behaviour', { timed: true }),
  fact('services.requested', 'number', 'behaviour'),
  fact('services.resolved', 'number', 'behaviour'),
  fact('services.topics', 'list', 'behaviour'),
  fact('clicks.marks', 'list', 'behaviour'),
  fact('intent.score', 'number', 'behaviour'),
  fact('engagements.shown', 'number', 'campaign'),
  fact('engagements.clicked', 'number', 'campaign'),
  fact('engagements.dismissed', 'number', 'campaign'),
  fact('engagements.missed', 'number', 'campaign'),
  fact('engagements.outcome', 'text', 'campaign', {
    values: ['shown', 'clicked', 'dismissed', 'missed', 'muted'],
  }),
  fact('engagements.last', 'instant', 'campaign', { timed: true }),
  fact('conversations.visit', 'number', 'campaign'),
  fact('conversations.count', 'number', 'campaign'),
  fact('conversations.answered', 'number', 'campaign'),
  fact('agents.free', 'number', 'agents'),
  fact('agents.online', 'number', 'agents'),
  fact('agents.wait', 'seconds', 'agents'),
];

/** Facts of a visitor's customer claims: `customer.<name>`, `customer.plan` say; text, number or boolean. */
export const customerFactPrefix = 'customer.';
/** Facts of declared custom attributes: `custom.<name>`. */
export const customFactPrefix = 'custom.';

/** Facts of who can answer, which may be asked of one skill: `agents.free.<skill>`. */
export type AgentFact = 'agents.free' | 'agents.online' | 'agents.wait';

/** What is asked of which skill; null where it is asked of everybody, or is another fact. */
export function skillFactOf(
  name: string,
): { readonly fact: AgentFact; readonly skill: SkillId } | null {
  for (const fact of ['agents.free', 'agents.online', 'agents.wait'] as const) {
    const skill = name.startsWith(`${fact}.`) ? name.slice(fact.length + 1) : '';
    const parsed = SkillId.safeParse(skill);
    if (parsed.success) return { fact, skill: parsed.data };
  }
  return null;
}

const byName = new Map(factCatalogue.map((each) => [each.fact, each]));

/**
 * The definition of a fact, or undefined where there is none. Customer facts are open; of a custom
 * one the account's declaration says the type, here it stands as text.
 */
export function factDefinition(name: string): FactDefinition | undefined {
  if (name.startsWith(customerFactPrefix) && name.length > customerFactPrefix.length) {
    return { fact: name, type: 'text', group: 'customer' };
  }
  if (name.startsWith(customFactPrefix) && name.length > customFactPrefix.length)
    return { fact: name, type: 'text', group: 'custom' };
  const ofSkill = skillFactOf(name);
  if (ofSkill !== null) {
    const type = ofSkill.fact === 'agents.wait' ? 'seconds' : 'number';
    return { fact: name, type, group: 'agents' };
  }
  return byName.get(name);
}

/** What a text is asked for beside its order. */
export const textOperators = [
  'eq',
  'ne',
  'in',
  'notIn',
  'contains',
  'startsWith',
  'endsWith',
  'matches',
  'exists',
] as const;

/** Which operators a type of fact allows. */
export const operatorsOf: Readonly<Record<FactType, readonly string[]>> = {
  number: ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'notIn', 'between', 'exists'],
  money: ['gte', 'gt', 'lt', 'lte', 'eq', 'ne', 'between', 'exists'],
  seconds: ['gte', 'gt', 'lt', 'lte', 'between', 'exists'],
  percent: ['gte', 'gt', 'lt', 'lte', 'eq', 'between', 'exists'],
  text: [...textOperators, 'gt', 'gte', 'lt', 'lte'],
  boolean: ['eq', 'ne', 'exists'],
  list: ['contains', 'in', 'notIn', 'exists'],
  instant: ['withinLast', 'withinNext', 'before', 'after', 'exists'],
};

/** Operators of facts whose values may be of any type: traits. */
export const openOperators: readonly string[] = [
  ...new Set([...operatorsOf.text, ...operatorsOf.number, ...operatorsOf.instant]),
];
