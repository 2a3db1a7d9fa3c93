// Visits to a sample shop. How a visit goes and whether it ends with an order follows from what its
// visitor came for, and from what they were shown on the way. Nothing here knows of arms.
import type { EngagementContent } from '@opportune/protocol/campaign/decision.ts';
import { play, type Script } from '../acting.ts';
import type { CampaignName } from '../campaigns.ts';
import { products } from '../catalogue.ts';
import type { Stage } from '../stage.ts';
import type { Talks } from '../talks/talks.ts';
import type { Place, SampleVisitor } from '../visitor.ts';
import type { SampleWords } from '../words/words.ts';
import { react } from './reacting.ts';
import { fill, look, pay, talkOn, type Visit } from './shopping.ts';

export interface Visits {
  /** A visit, from the first page to the last. Returns whether they will come again. */
  visit(visitor: SampleVisitor): AsyncGenerator<number, boolean>;
}

export interface VisitsParts {
  readonly place: Place;
  readonly words: SampleWords;
  readonly talks: Talks;
  readonly campaignOf: (engagement: EngagementContent) => CampaignName | null;
}

export function createVisits({ time }: Stage, parts: VisitsParts): Visits {
  const { talks, campaignOf } = parts;

  function listen(visitor: SampleVisitor): void {
    visitor.hears = (frame) => {
      if (frame.type !== 'engage') return;
      const { engagement } = frame;
      const name = campaignOf(engagement);
      if (name !== null) play(time, time.now() + 400, react(visitor, engagement, name, talks));
    };
  }

  return {
    async *visit(visitor) {
      listen(visitor);
      visitor.comfort = 0;
      visitor.come();
      yield* browse({ ...parts, visitor });
      yield* talkOn(visitor);
      await visitor.does([{ name: 'Page Left' }]);
      const returns = visitor.cart.items > 0 ? 0.5 : 0.22;
      const again = visitor.visits < 3 && visitor.chance.is(returns);
      visitor.leave(again);
      return again;
    },
  };
}

async function* browse(visit: Visit): Script {
  const { visitor, words } = visit;
  const { sections } = words;
  const { chance } = visitor;
  const product = chance.pick(products);
  await visitor.open('/', sections.home);
  yield chance.around(9, 0.6);
  if (visitor.isGone || chance.is(0.38)) return;
  if (chance.is(0.15)) {
    const query = chance.pick(words.searches);
    await visitor.open('/search', sections.search, [
      { name: 'Products Searched', properties: { query } },
    ]);
  } else await visitor.open(`/category/${product.category}`, sections.category);
  yield chance.around(14, 0.6);
  if (visitor.isGone || chance.is(0.2)) return;
  yield* look(visit, product);
  if (visitor.isGone) return;
  if (chance.is(0.45)) yield* look(visit, chance.pick(products));
  if (visitor.isGone) return;
  if (visitor.cart.items === 0 && !chance.is(0.5)) return;
  yield* fill(visit, product);
  if (visitor.isGone || !chance.is(0.72)) return;
  yield* pay(visit);
}
