// Fills a sample shop: an account of its own, set up as people would, and six weeks of what happened
// in it, up to now.
import { dayMs, wallClock } from '@opportune/core/world/local-time.ts';
import type { EngagementContent } from '@opportune/protocol/campaign/decision.ts';
import type { CampaignId } from '@opportune/protocol/ids.ts';
import type { Ground } from '../ground.ts';
import { play, type Script } from './acting.ts';
import { type CampaignName } from './campaigns.ts';
import { chanceOf } from './chance.ts';
import { writeFromApp } from './app-writers.ts';
import { furnish, type Furnished, publish } from './furnish.ts';
import type { Filled, Progress, SampleOrder } from './order.ts';
import { simulatedTime } from './simulated-time.ts';
import { openStage, type Stage } from './stage.ts';
import { createTalks, type Talks } from './talks/talks.ts';
import { createTeam } from './team.ts';
import { SampleVisitor } from './visitor.ts';
import { createVisits } from './visits/visits.ts';
import { sampleWords } from './words/sample-words.ts';

const days = 42;
const hourMs = 3_600_000;
/** Harm is looked for every two weeks, because each look reads everything so far. */
const guardDays = 14;

export async function fillSample(
  ground: Ground,
  order: SampleOrder,
  progress: Progress = () => {},
): Promise<Filled> {
  const from = order.now - days * dayMs;
  const time = simulatedTime(from);
  const stage = openStage(ground, time, chanceOf(order.seed));
  try {
    progress('account', 0);
    const words = sampleWords(order.language);
    const shop = await furnish(stage, order, words);
    const talks = createTalks(stage, words, shop.lists);
    createTeam(stage, { ...shop, zone: order.timeZone, words }, talks).work(from, order.now);
    const seen = visitAll(stage, order, shop, talks);
    writeFromApp(stage, shop, order.now);
    for (let hour = from; hour < order.now; hour += hourMs) {
      await time.runUntil(Math.min(hour + hourMs, order.now));
      await stage.rest();
      progress('visits', (hour - from) / (order.now - from));
    }
    progress('results', 1);
    const { account } = shop.place;
    return { account, conversations: talks.begun(), visits: seen() };
  } finally {
    await stage.close();
  }
}

/** Days on which campaigns begin, counted from the first. */
const begins: Readonly<Record<CampaignName, number>> = {
  checkout: 2,
  newsletter: 5,
  delivery: 9,
  returning: 4,
  advice: 24,
};

/** Lets visitors come, each day in the hours in which people buy. Returns the number of visits. */
function visitAll(stage: Stage, order: SampleOrder, shop: Furnished, talks: Talks): () => number {
  const { time } = stage;
  const { now, timeZone, perDay } = order;
  const from = now - days * dayMs;
  const campaigns = new Map<CampaignId, CampaignName>();
  const campaignOf = ({ campaign }: EngagementContent) => campaigns.get(campaign) ?? null;
  const { place, words } = shop;
  const visits = createVisits(stage, { place, words, talks, campaignOf });
  let many = 0;

  for (const [name, day] of Object.entries(begins))
    time.at(from + day * dayMs + 9 * hourMs, async () => {
      const begun = await publish(stage, shop, name as CampaignName);
      campaigns.set(begun, name as CampaignName);
    });
  for (let day = 0; day < days; day++) {
    time.at(from + day * dayMs, () => comeOn(day));
    if (day > 10 && day % guardDays === begins.newsletter)
      time.at(from + day * dayMs + 6 * hourMs, async () => void (await stage.guard(place.account)));
  }
  return () => many;

  function comeOn(day: number): void {
    const chance = stage.chance.of(`day ${day}`);
    const at = from + day * dayMs;
    const weekday = wallClock(timeZone, at + 12 * hourMs)?.weekday;
    const busy = weekday === 'sat' || weekday === 'sun' ? 1.25 : 1;
    const grows = 1 + (0.15 * day) / days;
    const count = Math.round(perDay * busy * grows * chance.between(0.9, 1.1));
    for (let nth = 0; nth < count; nth++) {
      const visitor = new SampleVisitor(stage, place, chance.of(`visitor ${nth}`));
      come(visitor, at + hourOf(visitor, at) * hourMs);
    }
  }

  /** Instants of the day, by how likely people buy then. */
  function hourOf({ chance }: SampleVisitor, at: number): number {
    for (;;) {
      const hour = chance.between(0, 24);
      const local = wallClock(timeZone, at + hour * hourMs)?.hour ?? 12;
      if (chance.is(liveliness[local] ?? 0)) return hour;
    }
  }

  function come(visitor: SampleVisitor, at: number): void {
    if (at >= now) return;
    play(time, at, again(visitor));
  }

  async function* again(visitor: SampleVisitor): Script {
    if (visitor.isHere) return;
    many++;
    if (yield* visits.visit(visitor))
      come(visitor, time.now() + visitor.chance.between(0.7, 4) * dayMs);
  }
}

/** By hour of the day. */
const liveliness = [
  ...[0.12, 0.06, 0.04, 0.03, 0.03, 0.06, 0.14, 0.28, 0.45, 0.6, 0.7, 0.75],
  ...[0.72, 0.68, 0.66, 0.66, 0.7, 0.76, 0.84, 0.95, 1, 0.9, 0.6, 0.3],
];
