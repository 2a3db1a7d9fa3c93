// What each fact of the catalogue means exactly, for people: over what it counts, what is kept of it,
// and when it is unknown. How it is read is in core/behaviour/facts/facts.ts; a fact without a meaning here
// fails a test. docs/reference/facts.md is made of it.
import { profileLimits } from '../limits.ts';

/** Over what a fact speaks. */
export type FactSpan = 'page' | 'visit' | 'visitor' | 'now';

export interface FactMeaning {
  readonly span: FactSpan;
  readonly says: string;
  readonly unknown: string;
}

const never = 'never';
const noPage = 'while no page is in front';
const noVisit = 'before the first visit';
const noSource = 'before the first page of the visit';
const noUtm = `${noSource}, and where its address has none`;
const noFirst = 'before the first page, and where that visit had none';
const noCart = 'before the first report of a cart';
const { pages, products, searches, marks, errors, topics, orders, textLength } = profileLimits;
const cut = `each cut to ${textLength} characters`;

function meaning(span: FactSpan, says: string, unknown: string): FactMeaning {
  return { span, says, unknown };
}

export const factMeanings: Readonly<Record<string, FactMeaning>> = {
  'page.url': meaning(
    'page',
    'The whole address of the page in front, as the browser said it when the page opened.',
    noPage,
  ),
  'page.path': meaning(
    'page',
    'The path of that address, without query, as people read it: `/über-uns`, where browsers say `/%C3%BCber-uns`.',
    noPage,
  ),
  'page.title': meaning('page', 'The title as it was when the page opened.', noPage),
  'page.section': meaning(
    'page',
    'The sections of the page in front: those it names and those whose patterns fitted when it opened, at most 10.',
    noPage,
  ),
  'page.previous': meaning(
    'visit',
    'The path that was in front before the path last changed, in this visit; a reload of the same path changes nothing, a change of tabs may.',
    'until the path has changed in this visit',
  ),
  'page.previousSection': meaning(
    'visit',
    'The sections of that page.',
    'until the path has changed in this visit',
  ),
  'page.dwell': meaning(
    'page',
    'Seconds for which the page view in front was in front and shown, in this visit. A hidden tab gains none; an idle visitor does.',
    noPage,
  ),
  'page.scroll': meaning(
    'page',
    'How far down this page view was scrolled at most, as a share of its height. The tag says it at 25, 50, 75, 90 and 100. A new visit on the same open page does not set it back.',
    noPage,
  ),
  'visit.pages': meaning(
    'visit',
    'Pages opened (`Page`), in background tabs too; the same page again counts again.',
    noVisit,
  ),
  'visit.events': meaning(
    'visit',
    'Events of every kind, also those that the tag sends by itself (shown, hidden, scrolled), what came of engagements, late ones, and those of the business’s server while a visit goes on.',
    noVisit,
  ),
  'visit.sections': meaning(
    'visit',
    `Distinct sections of the pages opened; of more than ${pages} those first seen last.`,
    noVisit,
  ),
  'visit.paths': meaning(
    'visit',
    `Distinct paths of the pages opened; of more than ${pages} those first seen last.`,
    noVisit,
  ),
  'visit.landing': meaning(
    'visit',
    'The path of the first page of the visit.',
    'before the first page of the visit',
  ),
  'visit.dwell': meaning('visit', 'Seconds for which any page was in front and shown.', noVisit),
  'visit.duration': meaning(
    'visit',
    'Seconds since the event that began the visit was received, attention or not.',
    noVisit,
  ),
  'visitor.visits': meaning(
    'visitor',
    'Visits so far, with the present one. Imported ones count where they are newer, or older, than all that was known as they were imported, brought in the order of time or against it; what is imported of times between counts nothing, for it may be counted already.',
    noVisit,
  ),
  'visitor.returning': meaning(
    'visitor',
    'Whether there was a visit before the present one, imported ones that count included.',
    noVisit,
  ),
  'visitor.firstSeen': meaning(
    'visitor',
    'Receipt of the earliest event known, the business’s server’s too; of imported ones the time at which they happened. Of a visitor with a longer log than is read back, the earliest that was.',
    'before the first event',
  ),
  'visitor.lastVisit': meaning(
    'visitor',
    'Receipt of the last event that prolonged the visit before the present one; of an imported one the time at which it happened.',
    'in the first visit',
  ),
  'visitor.localHour': meaning(
    'visitor',
    'The hour on the wall, 0 to 23, in the time zone that the visitor’s browser names, daylight saving included; not the account’s zone.',
    'where no browser named a zone that is known',
  ),
  'visitor.weekday': meaning(
    'visitor',
    'The day of the week in the same zone.',
    'where no browser named a zone that is known',
  ),
  'visitor.verified': meaning(
    'visitor',
    'Whether a signed token or the business’s server said which customer this is; nothing that the page says ends it.',
    never,
  ),
  'source.referrer': meaning(
    'visit',
    'The referrer of the first page of the visit, its first 200 characters; empty where it had none. `Source Reported` says it instead, as all of this group.',
    noSource,
  ),
  'source.channel': meaning(
    'visit',
    'How the visit came, by UTM medium, then click ids, UTM source, referrer; the site’s own host and none are `direct`.',
    noSource,
  ),
  'source.utmSource': meaning(
    'visit',
    '`utm_source` of the first page’s address, decoded, its first 200 characters.',
    noUtm,
  ),
  'source.utmMedium': meaning('visit', '`utm_medium`, likewise.', noUtm),
  'source.utmCampaign': meaning('visit', '`utm_campaign`, likewise.', noUtm),
  'source.utmTerm': meaning('visit', '`utm_term`, likewise.', noUtm),
  'source.utmContent': meaning('visit', '`utm_content`, likewise.', noUtm),
  'source.firstChannel': meaning(
    'visitor',
    'The channel of the first visit known that had a source, as that visit had it at last. No later visit changes it.',
    'before the first page',
  ),
  'source.firstReferrer': meaning(
    'visitor',
    'The host of that visit’s referrer, in lower case.',
    noFirst,
  ),
  'source.firstUtmSource': meaning('visitor', '`utm_source` of that visit.', noFirst),
  'source.firstUtmMedium': meaning('visitor', '`utm_medium` of that visit.', noFirst),
  'source.firstUtmCampaign': meaning('visitor', '`utm_campaign` of that visit.', noFirst),
  'device.type': meaning(
    'visitor',
    'The kind of device that the newest event of the visitor’s own came from, by its user agent.',
    'before the first event of the visitor’s own',
  ),
  'device.browser': meaning(
    'visitor',
    'The browser’s name, as `Chrome`, of the same event.',
    'where the user agent does not say',
  ),
  'device.os': meaning(
    'visitor',
    'The operating system’s name, as `macOS`, of the same event.',
    'where the user agent does not say',
  ),
  'device.language': meaning(
    'visitor',
    'The language that the browser prefers, as it writes it (`de-DE`), of the same event.',
    'where the browser does not say',
  ),
  'place.country': meaning(
    'visitor',
    'The country of the address that the newest event of the visitor’s own came from, two letters (ISO 3166-1).',
    'without a geography file, and where that does not know the address',
  ),
  'place.region': meaning(
    'visitor',
    'The region of the same address (ISO 3166-2, without the country).',
    'without a geography file, and where that does not know it',
  ),
  'place.city': meaning(
    'visitor',
    'The city of the same address, by its English name.',
    'without a geography file, and where that does not know it',
  ),
  'cart.total': meaning(
    'visitor',
    'What the cart comes to now, as the site reported it in its own currency. It outlives visits; an order empties it.',
    noCart,
  ),
  'cart.items': meaning('visitor', 'Items in the cart now.', noCart),
  'cart.changed': meaning(
    'visitor',
    'Receipt of the report that last changed total or number of items, or of the order that emptied the cart.',
    noCart,
  ),
  'cart.highest': meaning(
    'visitor',
    'The highest total since the last order, over all visits; 0 right after one.',
    noCart,
  ),
  'cart.change': meaning(
    'visitor',
    'How far the last change moved the total; less than 0 where it fell. A first report counts from 0.',
    'before a change, and after an order until the next one',
  ),
  'cart.changes': meaning(
    'visit',
    'How often total or number of items moved. An order is none.',
    noVisit,
  ),
  'cart.products': meaning(
    'visitor',
    `Ids (\`product_id\`, else \`sku\`) that the newest whole report lists, or as added and removed one by one; the last ${products}, ${cut}.`,
    never,
  ),
  'order.count': meaning(
    'visitor',
    `Orders, each once by its \`order_id\`, whoever reports it, less those cancelled. Only of the newest ${orders} is it known that they came before, or can something be taken back.`,
    never,
  ),
  'order.value': meaning(
    'visitor',
    'The sum of their `total`, else `revenue`, else `value`, less what was refunded or cancelled; as reported, without converting currencies.',
    never,
  ),
  'order.last': meaning(
    'visitor',
    'When the latest order happened, by its own time; a cancelled one counts.',
    'before the first order',
  ),
  'products.seen': meaning(
    'visitor',
    'Views of products, over all visits: the same product again counts again.',
    never,
  ),
  'products.ids': meaning(
    'visitor',
    `Distinct products viewed (\`product_id\`, else \`sku\`), over all visits; of more than ${products} those first seen last, ${cut}.`,
    never,
  ),
  'products.categories': meaning(
    'visitor',
    `Distinct categories of products viewed, over all visits; of more than ${products} those first seen last, ${cut}.`,
    never,
  ),
  'search.words': meaning(
    'visitor',
    `Distinct searches, each whole, in lower case and without spaces around it, over all visits; of more than ${searches} those first made last, ${cut}. \`includes\` asks for a whole search; for a word within one ask for \`Products Searched\` where \`query\` contains or matches it.`,
    never,
  ),
  'search.count': meaning(
    'visitor',
    'Searches, over all visits: the same again counts again.',
    never,
  ),
  'errors.count': meaning('visit', '`Error Met`, whoever reports it.', noVisit),
  'errors.met': meaning(
    'visit',
    `Distinct messages of those errors; of more than ${errors} those first met last, ${cut}.`,
    noVisit,
  ),
  'forms.started': meaning(
    'visit',
    `Names of forms in which something was entered; of more than ${marks} those first begun last, ${cut}.`,
    noVisit,
  ),
  'forms.left': meaning(
    'visit',
    `Names of forms that were begun and left unsent, also where they were sent later; bounded as those started.`,
    noVisit,
  ),
  'forms.submitted': meaning(
    'visit',
    'Names of forms that were sent; bounded as those started.',
    noVisit,
  ),
  'leads.count': meaning('visitor', 'Leads left, over all visits: each report counts.', never),
  'leads.last': meaning(
    'visitor',
    'When the latest lead was left, by its own time.',
    'before the first lead',
  ),
  'services.requested': meaning('visitor', '`Service Requested`, over all visits.', never),
  'services.resolved': meaning(
    'visitor',
    '`Service Resolved`, over all visits; which request it settles is not asked.',
    never,
  ),
  'services.topics': meaning(
    'visitor',
    `Distinct topics of those requests, in lower case, over all visits, settled ones too; of more than ${topics} those first named last, ${cut}.`,
    never,
  ),
  'clicks.marks': meaning(
    'visit',
    `Distinct names of marked elements (\`data-opportune\`) clicked; of more than ${marks} those first clicked last, ${cut}.`,
    noVisit,
  ),
  'intent.score': meaning(
    'visit',
    'How likely the visit is to reach the goal of the campaign that asks (else the main one): 0 to 100, 50 the usual visit. As last noted: it moves in steps of 3 or more.',
    'until 100 visits are learnt, and before the first scored event of the visit',
  ),
  'engagements.shown': meaning(
    'visitor',
    'Engagements of any campaign that the browser said it showed, over all visits.',
    never,
  ),
  'engagements.clicked': meaning('visitor', 'Those clicked, over all visits.', never),
  'engagements.dismissed': meaning(
    'visitor',
    'Those closed by the visitor, over all visits.',
    never,
  ),
  'engagements.missed': meaning(
    'visitor',
    'Those that were decided and could not be shown (the page was gone, its place taken), over all visits.',
    never,
  ),
  'engagements.outcome': meaning(
    'visitor',
    'The newest of shown, clicked, dismissed, missed, and muted (“don’t ask again”), of any engagement.',
    'before the first',
  ),
  'engagements.last': meaning('visitor', 'Receipt of that outcome.', 'before the first'),
  'conversations.visit': meaning('visit', 'Conversations begun, whoever began them.', noVisit),
  'conversations.count': meaning('visitor', 'Conversations begun, over all visits.', never),
  'conversations.answered': meaning(
    'visitor',
    'Conversations that an agent answered, over all visits, each once.',
    never,
  ),
  'agents.free': meaning(
    'now',
    'Places that agents have free; with a skill’s name behind it, of those whom a conversation of that skill may be given to now.',
    never,
  ),
  'agents.online': meaning('now', 'Agents online, of everybody or of a skill likewise.', never),
  'agents.wait': meaning(
    'now',
    'The expected wait of whoever begins now, for anybody or for a skill.',
    'while it cannot be told: nobody is online, say',
  ),
};
