// The catalogue of facts that conditions may read, one declaration each: type, span, exact meaning,
// and when it is unknown. Everything else follows from it: core/behaviour/facts/facts.ts must read
// each, the languages must name each, the builder offers it, and docs/reference/facts.md is
// generated from it.
import { profileLimits } from '../limits/visitors.ts';

export type FactType =
  | 'number'
  | 'money'
  | 'seconds'
  | 'percent'
  | 'text'
  | 'boolean'
  | 'list'
  | 'instant';

/** The span that a fact covers. */
export type FactSpan = 'page' | 'visit' | 'visitor' | 'now';

interface FactDetails {
  /** The closed set of values, if there is one. */
  readonly values?: readonly string[];
  /** Changes by the passing of time alone. */
  readonly timed?: true;
  /** How its texts are stored: cut, normalised as a typed phrase, or decoded as a path. */
  readonly kept?: 'short' | 'phrase' | 'path';
}

interface FactDeclaration extends FactDetails {
  readonly type: FactType;
  readonly span: FactSpan;
  readonly says: string;
  readonly unknown: string;
}

const factGroups = [
  'page',
  'visit',
  'visitor',
  'source',
  'device',
  'place',
  'cart',
  'order',
  'behaviour',
  'campaign',
  'agents',
] as const;

export interface FactDefinition extends FactDetails {
  readonly fact: string;
  readonly type: FactType;
  readonly group: (typeof factGroups)[number] | 'customer' | 'custom';
}

const never = 'never';
const noVisit = 'before the first visit';
const noSource = 'before the first page of the visit';
const noUtm = `${noSource}, or if its address has none`;
const noFirst = 'before the first page, or if that visit had none';
const noCart = 'before the first report of a cart';
const channels = ['direct', 'search', 'social', 'email', 'paid', 'referral', 'campaign'];
const { pages, products, searches, marks, errors, topics, orders, textLength } = profileLimits;
const cut = `Each is cut to ${textLength} characters`;
const newest = (most: number): string => `At most ${most}: those first seen most recently.`;

/** When facts are unknown, unless they say otherwise. */
const usuallyUnknown: Readonly<Record<FactSpan, string>> = {
  page: 'while no page is in front',
  visit: noVisit,
  visitor: never,
  now: never,
};

type Declare = (
  says: string,
  details?: FactDetails & { readonly unknown?: string },
) => FactDeclaration;

function factsOf(type: FactType): Readonly<Record<FactSpan, Declare>> {
  const timed = type === 'instant' ? { timed: true as const } : {};
  const over =
    (span: FactSpan): Declare =>
    (says, details) => ({ type, span, says, unknown: usuallyUnknown[span], ...timed, ...details });
  return { page: over('page'), visit: over('visit'), visitor: over('visitor'), now: over('now') };
}

const number = factsOf('number');
const money = factsOf('money');
const seconds = factsOf('seconds');
const percent = factsOf('percent');
const text = factsOf('text');
const boolean = factsOf('boolean');
const list = factsOf('list');
const instant = factsOf('instant');

const declarations = {
  page: {
    'page.url': text.page(
      'The full address of the page in front, as the browser reported it when the page opened.',
    ),
    'page.path': text.page(
      'The path of that address, without the query. It is decoded: `/über-uns`, not `/%C3%BCber-uns`.',
      { kept: 'path' },
    ),
    'page.title': text.page('The title of the page when it opened.'),
    'page.section': list.page(
      'The sections of the page in front, at most 10: those that the page names and those whose patterns matched when it opened.',
    ),
    'page.previous': text.visit(
      'The path that was in front before the last change of path in this visit. A reload of the same path is not a change. A change of tabs can be one.',
      { unknown: 'until the path has changed in this visit', kept: 'path' },
    ),
    'page.previousSection': list.visit('The sections of that page.', {
      unknown: 'until the path has changed in this visit',
    }),
    'page.dwell': seconds.page(
      'Seconds for which this page view was in front and visible, in this visit. A hidden tab does not count. An idle visitor counts.',
      { timed: true },
    ),
    'page.scroll': percent.page(
      'The furthest that this page view was scrolled, as a share of its height. The tag reports 25, 50, 75, 90 and 100. A new visit on the same open page does not reset it.',
    ),
  },
  visit: {
    'visit.pages': number.visit(
      'Pages opened (`Page`), including background tabs. The same page counts each time.',
    ),
    'visit.events': number.visit(
      'Events of every kind. This includes events that the tag sends by itself (shown, hidden, scrolled), outcomes of engagements, late events, and events of the business’s server during the visit.',
    ),
    'visit.sections': list.visit(`Distinct sections of the pages opened. ${newest(pages)}`),
    'visit.paths': list.visit(`Distinct paths of the pages opened. ${newest(pages)}`, {
      kept: 'path',
    }),
    'visit.landing': text.visit('The path of the first page of the visit.', {
      unknown: 'before the first page of the visit',
      kept: 'path',
    }),
    'visit.dwell': seconds.visit('Seconds for which any page was in front and visible.', {
      timed: true,
    }),
    'visit.duration': seconds.visit(
      'Seconds since the first event of the visit was received, with or without attention.',
      { timed: true },
    ),
  },
  visitor: {
    'visitor.visits': number.visitor(
      'Visits so far, including the current one. Imported visits count if they are newer or older than everything known when they were imported. Imported visits in between do not count, because they may be counted already.',
      { unknown: noVisit },
    ),
    'visitor.returning': boolean.visitor(
      'Whether there was a visit before the current one. Imported visits that count are included.',
      { unknown: noVisit },
    ),
    'visitor.firstSeen': instant.visitor(
      'When the earliest known event was received, including events of the business’s server. For an imported event: when it happened. If a visitor’s log is longer than what is read back: the earliest event that was read.',
      { unknown: 'before the first event' },
    ),
    'visitor.lastVisit': instant.visitor(
      'When the last event that prolonged the previous visit was received. For an imported event: when it happened.',
      { unknown: 'in the first visit' },
    ),
    'visitor.localHour': number.visitor(
      'The local hour, 0 to 23, in the time zone of the visitor’s browser, with daylight saving. It is not the account’s time zone.',
      { unknown: 'if no browser named a known time zone', timed: true },
    ),
    'visitor.weekday': text.visitor('The day of the week in the same time zone.', {
      unknown: 'if no browser named a known time zone',
      values: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      timed: true,
    }),
    'visitor.verified': boolean.visitor(
      'Whether a signed token or the business’s server identified the customer. The page cannot undo it.',
    ),
  },
  source: {
    'source.referrer': text.visit(
      'The referrer of the first page of the visit, cut to 200 characters. It is empty if there was none. `Source Reported` replaces this and all facts of this group.',
      { unknown: noSource },
    ),
    'source.channel': text.visit(
      'How the visit came, by UTM medium, then click ids, UTM source and referrer. No referrer, and the site’s own host, count as `direct`.',
      { unknown: noSource, values: channels },
    ),
    'source.utmSource': text.visit(
      '`utm_source` in the address of the first page, decoded and cut to 200 characters.',
      { unknown: noUtm },
    ),
    'source.utmMedium': text.visit('`utm_medium`, likewise.', { unknown: noUtm }),
    'source.utmCampaign': text.visit('`utm_campaign`, likewise.', { unknown: noUtm }),
    'source.utmTerm': text.visit('`utm_term`, likewise.', { unknown: noUtm }),
    'source.utmContent': text.visit('`utm_content`, likewise.', { unknown: noUtm }),
    'source.firstChannel': text.visitor(
      'The last channel of the first known visit with a source. No later visit changes it.',
      { unknown: 'before the first page', values: channels },
    ),
    'source.firstReferrer': text.visitor('The host of that visit’s referrer, in lower case.', {
      unknown: noFirst,
    }),
    'source.firstUtmSource': text.visitor('`utm_source` of that visit.', { unknown: noFirst }),
    'source.firstUtmMedium': text.visitor('`utm_medium` of that visit.', { unknown: noFirst }),
    'source.firstUtmCampaign': text.visitor('`utm_campaign` of that visit.', { unknown: noFirst }),
  },
  device: {
    'device.type': text.visitor(
      'The kind of device that sent the visitor’s newest own event, by its user agent.',
      {
        unknown: 'before the visitor’s first own event',
        values: ['desktop', 'phone', 'tablet', 'unknown'],
      },
    ),
    'device.browser': text.visitor('The browser of the same event, such as `Chrome`.', {
      unknown: 'if the user agent does not say',
    }),
    'device.os': text.visitor('The operating system of the same event, such as `macOS`.', {
      unknown: 'if the user agent does not say',
    }),
    'device.language': text.visitor(
      'The preferred language of the browser that sent the same event, as the browser writes it (`de-DE`).',
      { unknown: 'if the browser does not say' },
    ),
  },
  place: {
    'place.country': text.visitor(
      'The country of the address that sent the visitor’s newest own event, two letters (ISO 3166-1).',
      { unknown: 'without a geography file, or if the file does not know the address' },
    ),
    'place.region': text.visitor(
      'The region of the same address (ISO 3166-2, without the country).',
      { unknown: 'without a geography file, or if the file does not know it' },
    ),
    'place.city': text.visitor('The English name of the city of the same address.', {
      unknown: 'without a geography file, or if the file does not know it',
    }),
  },
  cart: {
    'cart.total': money.visitor(
      'The total of the cart now, in the currency that the site reported. The cart outlives visits. An order empties it.',
      { unknown: noCart },
    ),
    'cart.items': number.visitor('Items in the cart now.', { unknown: noCart }),
    'cart.changed': instant.visitor(
      'When the report that last changed the total or the number of items was received, or the order that emptied the cart.',
      { unknown: noCart },
    ),
    'cart.highest': money.visitor(
      'The highest total since the last order, over all visits. It is 0 right after an order.',
      { unknown: noCart },
    ),
    'cart.change': money.visitor(
      'The last change of the total. It is negative if the total fell. A first report counts as a change from 0.',
      { unknown: 'before the first change, and after an order until the next change' },
    ),
    'cart.changes': number.visit(
      'How often the total or the number of items changed. An order does not count.',
    ),
    'cart.products': list.visitor(
      `Ids (\`product_id\`, else \`sku\`) in the newest report of the whole cart, or as products were added and removed one by one. At most ${products}: the last ones. ${cut}.`,
      { kept: 'short' },
    ),
  },
  order: {
    'order.count': number.visitor(
      `Orders, each once by its \`order_id\`, whoever reports it, without cancelled ones. Only the newest ${orders} are remembered: an older order counts again if it is repeated, and cannot be cancelled or refunded.`,
    ),
    'order.value': money.visitor(
      'The sum of their `total`, else `revenue`, else `value`, minus refunds and cancellations. Currencies are not converted.',
    ),
    'order.last': instant.visitor(
      'When the latest order happened, by its own time. A cancelled order counts.',
      { unknown: 'before the first order' },
    ),
  },
  behaviour: {
    'products.seen': number.visitor(
      'Views of products, over all visits. The same product counts each time.',
    ),
    'products.ids': list.visitor(
      `Distinct products viewed (\`product_id\`, else \`sku\`), over all visits. ${newest(products)} ${cut}.`,
      { kept: 'short' },
    ),
    'products.categories': list.visitor(
      `Distinct categories of products viewed, over all visits. ${newest(products)} ${cut}.`,
      { kept: 'short' },
    ),
    'search.words': list.visitor(
      `Distinct searches over all visits, each in full, in lower case and without spaces around it. ${newest(searches)} ${cut}. \`includes\` compares with a whole search. To find a word in a search, use the event \`Products Searched\` where \`query\` contains or matches it.`,
      { kept: 'phrase' },
    ),
    'search.count': number.visitor('Searches, over all visits. The same search counts each time.'),
    'errors.count': number.visit('`Error Met` events, whoever reports them.'),
    'errors.met': list.visit(`Distinct messages of those errors. ${newest(errors)} ${cut}.`, {
      kept: 'short',
    }),
    'forms.started': list.visit(
      `Names of forms in which something was entered. ${newest(marks)} ${cut}.`,
      { kept: 'short' },
    ),
    'forms.left': list.visit(
      `Names of forms that were begun and left unsent, even if they were sent later. The bounds are those of forms started.`,
      { kept: 'short' },
    ),
    'forms.submitted': list.visit(
      'Names of forms that were sent. The bounds are those of forms started.',
      {
        kept: 'short',
      },
    ),
    'leads.count': number.visitor('Leads left, over all visits. Each report counts.'),
    'leads.last': instant.visitor('When the latest lead was left, by its own time.', {
      unknown: 'before the first lead',
    }),
    'services.requested': number.visitor('`Service Requested` events, over all visits.'),
    'services.resolved': number.visitor(
      '`Service Resolved` events, over all visits. They are not matched with requests.',
    ),
    'services.topics': list.visitor(
      `Distinct topics of service requests, resolved or not, in lower case, over all visits. ${newest(topics)} ${cut}.`,
      { kept: 'phrase' },
    ),
    'clicks.marks': list.visit(
      `Distinct names of marked elements (\`data-opportune\`) clicked. ${newest(marks)} ${cut}.`,
      { kept: 'short' },
    ),
    'intent.score': number.visit(
      'How likely the visit is to reach the campaign’s goal, or the main goal outside a campaign: 0 to 100. The usual visit has 50. The fact changes in steps of 3 or more.',
      { unknown: 'until 100 visits are learnt, and before the visit’s first scored event' },
    ),
  },
  campaign: {
    'engagements.shown': number.visitor(
      'Engagements of any campaign that the browser reported as shown, over all visits.',
    ),
    'engagements.clicked': number.visitor('Engagements that were clicked, over all visits.'),
    'engagements.dismissed': number.visitor(
      'Engagements that the visitor closed, over all visits.',
    ),
    'engagements.missed': number.visitor(
      'Engagements that were decided but could not be shown, over all visits. The page was gone, for example, or its place was taken.',
    ),
    'engagements.outcome': text.visitor(
      'The newest outcome of any engagement: shown, clicked, dismissed, missed or muted (“don’t ask again”).',
      { unknown: 'before the first', values: ['shown', 'clicked', 'dismissed', 'missed', 'muted'] },
    ),
    'engagements.last': instant.visitor('When that outcome was received.', {
      unknown: 'before the first',
    }),
    'conversations.visit': number.visit('Conversations begun in this visit, whoever began them.'),
    'conversations.count': number.visitor('Conversations begun, over all visits.'),
    'conversations.answered': number.visitor(
      'Conversations that an agent answered, over all visits. Each counts once.',
    ),
  },
  agents: {
    'agents.free': number.now(
      'Free places of agents. With a skill’s name appended: free places of the agents who can get a conversation of that skill now.',
    ),
    'agents.online': number.now('Agents who are online: all, or those of a skill.'),
    'agents.wait': seconds.now('The expected wait for an agent now, of any skill or of one.', {
      unknown: 'while it cannot be estimated, for example because nobody is online',
    }),
  },
} satisfies Record<(typeof factGroups)[number], Record<string, FactDeclaration>>;

type Declarations = typeof declarations;

/** Every fact that is declared here. Facts of customers, attributes and skills have open names. */
export type FactName = {
  [Group in keyof Declarations]: keyof Declarations[Group];
}[keyof Declarations];

export const factCatalogue: readonly (FactDefinition & FactDeclaration)[] = factGroups.flatMap(
  (group) =>
    Object.entries<FactDeclaration>(declarations[group]).map(([name, declared]) => ({
      fact: name,
      group,
      ...declared,
    })),
);
