// The catalogue of facts that conditions may read, one declaration each: its type, over what it speaks,
// what it means exactly, and when it is unknown. All else follows from it: core/behaviour/facts/facts.ts
// has to say how each is read, the languages what each is called; the builder offers it, and
// docs/reference/facts.md is made of it.
import { profileLimits } from '../limits.ts';

export type FactType =
  | 'number'
  | 'money'
  | 'seconds'
  | 'percent'
  | 'text'
  | 'boolean'
  | 'list'
  | 'instant';

/** Over what a fact speaks. */
export type FactSpan = 'page' | 'visit' | 'visitor' | 'now';

interface FactDetails {
  /** Closed set of values, where there is one. */
  readonly values?: readonly string[];
  /** Changes by the passing of time alone. */
  readonly timed?: true;
  /** How its texts are kept: cut, as what somebody typed, or as a path that people read. */
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
const noUtm = `${noSource}, and where its address has none`;
const noFirst = 'before the first page, and where that visit had none';
const noCart = 'before the first report of a cart';
const channels = ['direct', 'search', 'social', 'email', 'paid', 'referral', 'campaign'];
const { pages, products, searches, marks, errors, topics, orders, textLength } = profileLimits;
const cut = `each cut to ${textLength} characters`;

/** When facts are unknown of which nothing else is said. */
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
      'The whole address of the page in front, as the browser said it when the page opened.',
    ),
    'page.path': text.page(
      'The path of that address, without query, as people read it: `/über-uns`, where browsers say `/%C3%BCber-uns`.',
      { kept: 'path' },
    ),
    'page.title': text.page('The title as it was when the page opened.'),
    'page.section': list.page(
      'The sections of the page in front: those it names and those whose patterns fitted when it opened, at most 10.',
    ),
    'page.previous': text.visit(
      'The path that was in front before the path last changed, in this visit; a reload of the same path changes nothing, a change of tabs may.',
      { unknown: 'until the path has changed in this visit', kept: 'path' },
    ),
    'page.previousSection': list.visit('The sections of that page.', {
      unknown: 'until the path has changed in this visit',
    }),
    'page.dwell': seconds.page(
      'Seconds for which the page view in front was in front and shown, in this visit. A hidden tab gains none; an idle visitor does.',
      { timed: true },
    ),
    'page.scroll': percent.page(
      'How far down this page view was scrolled at most, as a share of its height. The tag says it at 25, 50, 75, 90 and 100. A new visit on the same open page does not set it back.',
    ),
  },
  visit: {
    'visit.pages': number.visit(
      'Pages opened (`Page`), in background tabs too; the same page again counts again.',
    ),
    'visit.events': number.visit(
      'Events of every kind, also those that the tag sends by itself (shown, hidden, scrolled), what came of engagements, late ones, and those of the business’s server while a visit goes on.',
    ),
    'visit.sections': list.visit(
      `Distinct sections of the pages opened; of more than ${pages} those first seen last.`,
    ),
    'visit.paths': list.visit(
      `Distinct paths of the pages opened; of more than ${pages} those first seen last.`,
      { kept: 'path' },
    ),
    'visit.landing': text.visit('The path of the first page of the visit.', {
      unknown: 'before the first page of the visit',
      kept: 'path',
    }),
    'visit.dwell': seconds.visit('Seconds for which any page was in front and shown.', {
      timed: true,
    }),
    'visit.duration': seconds.visit(
      'Seconds since the event that began the visit was received, attention or not.',
      { timed: true },
    ),
  },
  visitor: {
    'visitor.visits': number.visitor(
      'Visits so far, with the present one. Imported ones count where they are newer, or older, than all that was known as they were imported, brought in the order of time or against it; what is imported of times between counts nothing, for it may be counted already.',
      { unknown: noVisit },
    ),
    'visitor.returning': boolean.visitor(
      'Whether there was a visit before the present one, imported ones that count included.',
      { unknown: noVisit },
    ),
    'visitor.firstSeen': instant.visitor(
      'Receipt of the earliest event known, the business’s server’s too; of imported ones the time at which they happened. Of a visitor with a longer log than is read back, the earliest that was.',
      { unknown: 'before the first event' },
    ),
    'visitor.lastVisit': instant.visitor(
      'Receipt of the last event that prolonged the visit before the present one; of an imported one the time at which it happened.',
      { unknown: 'in the first visit' },
    ),
    'visitor.localHour': number.visitor(
      'The hour on the wall, 0 to 23, in the time zone that the visitor’s browser names, daylight saving included; not the account’s zone.',
      { unknown: 'where no browser named a zone that is known', timed: true },
    ),
    'visitor.weekday': text.visitor('The day of the week in the same zone.', {
      unknown: 'where no browser named a zone that is known',
      values: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      timed: true,
    }),
    'visitor.verified': boolean.visitor(
      'Whether a signed token or the business’s server said which customer this is; nothing that the page says ends it.',
    ),
  },
  source: {
    'source.referrer': text.visit(
      'The referrer of the first page of the visit, its first 200 characters; empty where it had none. `Source Reported` says it instead, as all of this group.',
      { unknown: noSource },
    ),
    'source.channel': text.visit(
      'How the visit came, by UTM medium, then click ids, UTM source, referrer; the site’s own host and none are `direct`.',
      { unknown: noSource, values: channels },
    ),
    'source.utmSource': text.visit(
      '`utm_source` of the first page’s address, decoded, its first 200 characters.',
      { unknown: noUtm },
    ),
    'source.utmMedium': text.visit('`utm_medium`, likewise.', { unknown: noUtm }),
    'source.utmCampaign': text.visit('`utm_campaign`, likewise.', { unknown: noUtm }),
    'source.utmTerm': text.visit('`utm_term`, likewise.', { unknown: noUtm }),
    'source.utmContent': text.visit('`utm_content`, likewise.', { unknown: noUtm }),
    'source.firstChannel': text.visitor(
      'The channel of the first visit known that had a source, as that visit had it at last. No later visit changes it.',
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
      'The kind of device that the newest event of the visitor’s own came from, by its user agent.',
      {
        unknown: 'before the first event of the visitor’s own',
        values: ['desktop', 'phone', 'tablet', 'unknown'],
      },
    ),
    'device.browser': text.visitor('The browser’s name, as `Chrome`, of the same event.', {
      unknown: 'where the user agent does not say',
    }),
    'device.os': text.visitor('The operating system’s name, as `macOS`, of the same event.', {
      unknown: 'where the user agent does not say',
    }),
    'device.language': text.visitor(
      'The language that the browser prefers, as it writes it (`de-DE`), of the same event.',
      { unknown: 'where the browser does not say' },
    ),
  },
  place: {
    'place.country': text.visitor(
      'The country of the address that the newest event of the visitor’s own came from, two letters (ISO 3166-1).',
      { unknown: 'without a geography file, and where that does not know the address' },
    ),
    'place.region': text.visitor(
      'The region of the same address (ISO 3166-2, without the country).',
      { unknown: 'without a geography file, and where that does not know it' },
    ),
    'place.city': text.visitor('The city of the same address, by its English name.', {
      unknown: 'without a geography file, and where that does not know it',
    }),
  },
  cart: {
    'cart.total': money.visitor(
      'What the cart comes to now, as the site reported it in its own currency. It outlives visits; an order empties it.',
      { unknown: noCart },
    ),
    'cart.items': number.visitor('Items in the cart now.', { unknown: noCart }),
    'cart.changed': instant.visitor(
      'Receipt of the report that last changed total or number of items, or of the order that emptied the cart.',
      { unknown: noCart },
    ),
    'cart.highest': money.visitor(
      'The highest total since the last order, over all visits; 0 right after one.',
      { unknown: noCart },
    ),
    'cart.change': money.visitor(
      'How far the last change moved the total; less than 0 where it fell. A first report counts from 0.',
      { unknown: 'before a change, and after an order until the next one' },
    ),
    'cart.changes': number.visit('How often total or number of items moved. An order is none.'),
    'cart.products': list.visitor(
      `Ids (\`product_id\`, else \`sku\`) that the newest whole report lists, or as added and removed one by one; the last ${products}, ${cut}.`,
      { kept: 'short' },
    ),
  },
  order: {
    'order.count': number.visitor(
      `Orders, each once by its \`order_id\`, whoever reports it, less those cancelled. Only of the newest ${orders} is it known that they came before, or can something be taken back.`,
    ),
    'order.value': money.visitor(
      'The sum of their `total`, else `revenue`, else `value`, less what was refunded or cancelled; as reported, without converting currencies.',
    ),
    'order.last': instant.visitor(
      'When the latest order happened, by its own time; a cancelled one counts.',
      { unknown: 'before the first order' },
    ),
  },
  behaviour: {
    'products.seen': number.visitor(
      'Views of products, over all visits: the same product again counts again.',
    ),
    'products.ids': list.visitor(
      `Distinct products viewed (\`product_id\`, else \`sku\`), over all visits; of more than ${products} those first seen last, ${cut}.`,
      { kept: 'short' },
    ),
    'products.categories': list.visitor(
      `Distinct categories of products viewed, over all visits; of more than ${products} those first seen last, ${cut}.`,
      { kept: 'short' },
    ),
    'search.words': list.visitor(
      `Distinct searches, each whole, in lower case and without spaces around it, over all visits; of more than ${searches} those first made last, ${cut}. \`includes\` asks for a whole search; for a word within one ask for \`Products Searched\` where \`query\` contains or matches it.`,
      { kept: 'phrase' },
    ),
    'search.count': number.visitor('Searches, over all visits: the same again counts again.'),
    'errors.count': number.visit('`Error Met`, whoever reports it.'),
    'errors.met': list.visit(
      `Distinct messages of those errors; of more than ${errors} those first met last, ${cut}.`,
      { kept: 'short' },
    ),
    'forms.started': list.visit(
      `Names of forms in which something was entered; of more than ${marks} those first begun last, ${cut}.`,
      { kept: 'short' },
    ),
    'forms.left': list.visit(
      `Names of forms that were begun and left unsent, also where they were sent later; bounded as those started.`,
      { kept: 'short' },
    ),
    'forms.submitted': list.visit('Names of forms that were sent; bounded as those started.', {
      kept: 'short',
    }),
    'leads.count': number.visitor('Leads left, over all visits: each report counts.'),
    'leads.last': instant.visitor('When the latest lead was left, by its own time.', {
      unknown: 'before the first lead',
    }),
    'services.requested': number.visitor('`Service Requested`, over all visits.'),
    'services.resolved': number.visitor(
      '`Service Resolved`, over all visits; which request it settles is not asked.',
    ),
    'services.topics': list.visitor(
      `Distinct topics of those requests, in lower case, over all visits, settled ones too; of more than ${topics} those first named last, ${cut}.`,
      { kept: 'phrase' },
    ),
    'clicks.marks': list.visit(
      `Distinct names of marked elements (\`data-opportune\`) clicked; of more than ${marks} those first clicked last, ${cut}.`,
      { kept: 'short' },
    ),
    'intent.score': number.visit(
      'How likely the visit is to reach the goal of the campaign that asks (else the main one): 0 to 100, 50 the usual visit. As last noted: it moves in steps of 3 or more.',
      { unknown: 'until 100 visits are learnt, and before the first scored event of the visit' },
    ),
  },
  campaign: {
    'engagements.shown': number.visitor(
      'Engagements of any campaign that the browser said it showed, over all visits.',
    ),
    'engagements.clicked': number.visitor('Those clicked, over all visits.'),
    'engagements.dismissed': number.visitor('Those closed by the visitor, over all visits.'),
    'engagements.missed': number.visitor(
      'Those that were decided and could not be shown (the page was gone, its place taken), over all visits.',
    ),
    'engagements.outcome': text.visitor(
      'The newest of shown, clicked, dismissed, missed, and muted (“don’t ask again”), of any engagement.',
      { unknown: 'before the first', values: ['shown', 'clicked', 'dismissed', 'missed', 'muted'] },
    ),
    'engagements.last': instant.visitor('Receipt of that outcome.', {
      unknown: 'before the first',
    }),
    'conversations.visit': number.visit('Conversations begun, whoever began them.'),
    'conversations.count': number.visitor('Conversations begun, over all visits.'),
    'conversations.answered': number.visitor(
      'Conversations that an agent answered, over all visits, each once.',
    ),
  },
  agents: {
    'agents.free': number.now(
      'Places that agents have free; with a skill’s name behind it, of those whom a conversation of that skill may be given to now.',
    ),
    'agents.online': number.now('Agents online, of everybody or of a skill likewise.'),
    'agents.wait': seconds.now(
      'The expected wait of whoever begins now, for anybody or for a skill.',
      { unknown: 'while it cannot be told: nobody is online, say' },
    ),
  },
} satisfies Record<(typeof factGroups)[number], Record<string, FactDeclaration>>;

type Declarations = typeof declarations;

/** Every fact that is declared here; those of customers, of attributes and of skills are open. */
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
