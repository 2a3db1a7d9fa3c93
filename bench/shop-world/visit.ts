// Draws one visit page by page and writes its moments, with the effect of a chat at each moment.
// docs/benchmarks/simulated-shop describes the same in words.
import { DWELLS, EQUAL_GAIN, section, source } from './world.ts';
import type { World } from './world.ts';
import type { Moments, Person, Visitors } from './stream.ts';

interface Draw {
  readonly world: World;
  readonly visitors: Visitors;
  readonly moments: Moments;
  readonly visitor: number;
  readonly random: () => number;
  readonly normal: () => number;
}

/** What has happened in the visit so far. */
interface Visit {
  section: number;
  pages: number;
  ageS: number;
  cart: number;
  errors: number;
  searches: number;
  compares: number;
}

interface Page {
  readonly hesitates: boolean;
  readonly trace: boolean;
  readonly lengthS: number;
  readonly score: number;
}

const MOST_PAGES = 30;
const MOST_AGE_S = 2700;

/** Writes the moments of the visit from place `from` on. Returns the next free place. */
export function drawVisit(draw: Draw, person: Person, from: number): number {
  const { random, normal, moments } = draw;
  const noise = normal();
  const visit = newVisit(random());
  const stay = Math.min(0.93, sigmoid(1 + 0.45 * person.inclination + 0.2 * person.need));
  let used = from;
  for (;;) {
    visit.pages++;
    const page = drawPage(draw, person, visit, noise);
    for (const dwell of DWELLS) {
      if (dwell > page.lengthS || used >= moments.at.length) break;
      writeMoment(draw, person, visit, page, dwell, used++);
    }
    visit.ageS += page.lengthS;
    const bounces = visit.pages === 1 && random() < 0.2;
    if (bounces || random() > stay || visit.pages >= MOST_PAGES || visit.ageS > MOST_AGE_S) break;
    goOn(draw, person, visit);
  }
  return used;
}

function newVisit(uniform: number): Visit {
  const first = uniform < 0.3 ? section.home : uniform < 0.6 ? section.category : section.product;
  return { section: first, pages: 0, ageS: 0, cart: 0, errors: 0, searches: 0, compares: 0 };
}

function drawPage(draw: Draw, person: Person, visit: Visit, noise: number): Page {
  const { random, normal } = draw;
  const onProduct = visit.section === section.product ? 0.4 : 0;
  const hesitates = random() < sigmoid(-1.4 + 0.7 * person.need + onProduct);
  const lengthS = Math.min(240, 18 * Math.exp(0.9 * normal()) * (hesitates ? 2.2 : 1));
  const trace = random() < (hesitates ? 0.8 : 0.1);
  return { hesitates, trace, lengthS, score: intentScore(person, visit, noise) };
}

/**
 * The log odds of an order on a scale of 0 to 100, as exact as they can be after this many pages.
 */
function intentScore(person: Person, visit: Visit, noise: number): number {
  const spread = 1.3 / Math.sqrt(1 + 0.4 * visit.pages);
  return Math.round(100 * sigmoid(1.2 * person.inclination + noise * spread - 0.7));
}

/** Goes to the next page: draws the page and what happens on the way. */
function goOn(draw: Draw, person: Person, visit: Visit): void {
  const { random } = draw;
  const uniform = random();
  switch (visit.section) {
    case section.home:
    case section.category:
      browse(draw, person, visit, uniform);
      break;
    case section.product:
      leaveProduct(draw, person, visit, uniform);
      break;
    case section.cart:
      visit.section = uniform < 0.5 ? section.checkout : section.product;
      break;
    case section.checkout:
      if (uniform < 0.12) visit.errors++;
      else visit.section = uniform < 0.5 ? section.product : section.cart;
      break;
    default:
      visit.section = uniform < 0.6 ? section.product : section.category;
  }
}

function browse({ random }: Draw, person: Person, visit: Visit, uniform: number): void {
  if (random() < 0.22 * Math.exp(0.35 * person.need)) {
    visit.searches++;
    if (random() < 0.12) visit.errors++;
  }
  visit.section =
    uniform < 0.62 ? section.product : uniform < 0.94 ? section.category : section.help;
}

function leaveProduct(draw: Draw, person: Person, visit: Visit, uniform: number): void {
  const { random, visitors, visitor } = draw;
  if (random() < sigmoid(-2.3 + 0.7 * person.inclination)) {
    visit.cart += Math.min(2000, Math.round(45 * (visitors.price[visitor] ?? 1)));
    visit.section = uniform < 0.6 ? section.cart : section.product;
  } else if (uniform < 0.6) {
    if (random() < sigmoid(-1.3 + 0.9 * person.need)) visit.compares++;
  } else {
    visit.section = uniform < 0.93 ? section.category : section.help;
  }
}

function writeMoment(
  draw: Draw,
  person: Person,
  visit: Visit,
  page: Page,
  dwell: number,
  at: number,
): void {
  const { world, visitors, moments, visitor } = draw;
  const ageS = visit.ageS + dwell;
  const hesitates = page.hesitates && dwell > 0;
  const height = momentHeight(world, visit, ageS, hesitates);
  const service = visit.section === section.help || visit.errors > 0;
  moments.at[at] = (visitors.arrival[visitor] ?? 0) + ageS;
  moments.visitor[at] = visitor;
  moments.section[at] = visit.section;
  moments.dwell[at] = dwell;
  moments.age[at] = ageS;
  moments.pages[at] = visit.pages;
  moments.score[at] = page.score;
  moments.cart[at] = visit.cart;
  moments.errors[at] = visit.errors;
  moments.searches[at] = visit.searches;
  moments.compares[at] = visit.compares;
  moments.traces[at] = page.trace && dwell > 0 ? 1 : 0;
  moments.skill[at] = service && world.agents.length > 1 ? 1 : 0;
  moments.height[at] = height;
  moments.gain[at] = gainOf(draw, person, visit, height);
  moments.accept[at] = acceptance(draw, person, visit, hesitates);
}

/**
 * The share of the gain that this moment allows: none in the first ten seconds, all of it after
 * thirty.
 */
function momentHeight(world: World, visit: Visit, ageS: number, hesitates: boolean): number {
  const ramp = Math.min(1, Math.max(0, (ageS - 10) / 20));
  const interrupts = visit.section === section.checkout && visit.errors === 0 ? 0.4 : 1;
  return ramp * interrupts * (hesitates ? 1 : world.calm);
}

function gainOf(draw: Draw, person: Person, visit: Visit, height: number): number {
  const { world, visitors, visitor } = draw;
  if (world.kind === 'none') return 0;
  if (world.kind === 'equal') return EQUAL_GAIN;
  const chance = visitors.chance[visitor] ?? 0;
  const odds = (chance / (1 - chance)) * Math.exp(height * chatEffect(draw, person, visit));
  return odds / (1 + odds) - chance;
}

/** The effect on the log odds at the best moment. */
function chatEffect({ world, visitors, visitor }: Draw, person: Person, visit: Visit): number {
  const { gain } = world;
  const advertised = visitors.source[visitor] === source.advertisement;
  return (
    gain.base +
    (gain.inclination ?? 0) * person.inclination +
    (gain.need ?? 0) * person.need +
    (gain.mobile ?? 0) * (visitors.mobile[visitor] ?? 0) +
    (gain.returning ?? 0) * (visitors.returning[visitor] ?? 0) +
    (advertised ? (gain.advertisement ?? 0) : 0) +
    (gain.searches ?? 0) * Math.min(3, visit.searches) +
    (gain.compares ?? 0) * Math.min(3, visit.compares) +
    (visit.errors > 0 ? (gain.error ?? 0) : 0) +
    (visit.section === section.help ? (gain.help ?? 0) : 0) +
    (visit.cart > 0 ? (gain.cart ?? 0) : 0)
  );
}

function acceptance(
  { world, visitors, visitor }: Draw,
  person: Person,
  visit: Visit,
  hesitates: boolean,
): number {
  const { acceptance: weights } = world;
  return sigmoid(
    weights.base +
      weights.need * person.need +
      (hesitates ? weights.hesitation : 0) +
      (visit.errors > 0 ? weights.error : 0) +
      weights.mobile * (visitors.mobile[visitor] ?? 0),
  );
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
