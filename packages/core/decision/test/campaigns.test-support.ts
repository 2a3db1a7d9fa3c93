// Random campaigns, and ways to play random deeds against the engine, for property tests.
import fc from 'fast-check';
import type { Caps, LiveCampaign } from '@opportune/protocol/campaign/campaign.ts';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import type { SiteId } from '@opportune/protocol/ids.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import { conditions } from '../../behaviour/test/conditions.test-support.ts';
import { whenceOf, type Deed, type WildDeed } from '../../behaviour/test/histories.test-support.ts';
import {
  campaign,
  chat,
  content,
  otherSite,
  pageAt,
  site,
} from '../../world/test/shop.test-support.ts';
import type { Visit } from './visit.test-support.ts';

const caps: fc.Arbitrary<Caps> = fc.record({
  perVisit: fc.constantFrom(null, null, 1, 2),
  perDay: fc.constantFrom(null, 1, 3),
  perVisitor: fc.constantFrom(null, 2, 4),
  afterDismissalS: fc.constantFrom(null, 60),
});

/** Up to five campaigns that compete for two zones. */
export const campaigns = campaignsOf(1, 5, conditions);
/** Many campaigns, of which only few can be true at once. */
export const manyCampaigns = campaignsOf(60, 90, conditions);

const seconds = fc.constantFrom(1, 2, 5, 8, 10, 20);
const clock: fc.Arbitrary<Condition> = fc.oneof(
  ...(['page', 'section', 'visit'] as const).map((on) =>
    seconds.map((forS) => ({ dwell: { on, forS } })),
  ),
  seconds.map((forS) => ({ idle: { forS } })),
  ...['page.dwell', 'visit.dwell', 'visit.duration'].map((fact) =>
    fc.record({
      fact: fc.constant(fact),
      op: fc.constantFrom('gte' as const, 'gt' as const),
      value: seconds,
    }),
  ),
);

/** All wait for a clock, most also for something else. */
export const waitingCampaigns = campaignsOf(
  5,
  20,
  fc
    .tuple(clock, fc.array(fc.oneof(conditions, clock), { maxLength: 2 }))
    .map(([first, others]) => ({ all: [first, ...others] })),
);

const steady: fc.Arbitrary<Condition> = fc.oneof(
  ...Object.entries({
    'device.type': ['desktop', 'phone'],
    'place.country': ['DE', 'FR'],
    'source.channel': ['direct', 'paid', 'email', 'referral'],
    'source.firstUtmSource': ['news', 'ads'],
    'customer.plan': ['gold', 'blue'],
  }).map(([fact, values]) =>
    fc.record({
      fact: fc.constant(fact),
      op: fc.constantFrom('eq' as const, 'ne' as const),
      value: fc.constantFrom(...values),
    }),
  ),
  fc.constantFrom(
    { fact: 'visitor.returning', op: 'eq', value: true } as const,
    { fact: 'order.count', op: 'gte', value: 1 } as const,
    { fact: 'visitor.visits', op: 'lte', value: 1 } as const,
  ),
);

/** Each requires a rarely changing fact. Several share their other conditions. */
export const narrowCampaigns = fc
  .array(conditions, { minLength: 2, maxLength: 4 })
  .chain((shared) =>
    campaignsOf(
      5,
      20,
      fc
        .tuple(steady, fc.constantFrom(...shared))
        .map(([first, other]) => ({ all: [first, other] })),
    ),
  );

function campaignsOf(
  least: number,
  most: number,
  moment: fc.Arbitrary<Condition>,
): fc.Arbitrary<readonly LiveCampaign[]> {
  return fc
    .array(
      fc.record({
        audience: fc.oneof(
          { weight: 2, arbitrary: fc.constant({ all: [] }) },
          { weight: 1, arbitrary: conditions },
        ),
        moment,
        caps,
        zone: fc.constantFrom('corner' as const, 'top' as const),
        priority: fc.nat(2),
        kind: fc.constantFrom('content', 'chat', 'soft'),
        sites: fc.constantFrom<SiteId[]>([], [], [], [site], [otherSite]),
      }),
      { minLength: least, maxLength: most },
    )
    .map((list) =>
      list.map(({ kind, ...rest }, at) =>
        campaign({
          id: `c${at}`,
          control: 5000,
          variants: [kind === 'content' ? content() : chat('a', 10_000, kind === 'soft')],
          ...rest,
        }),
      ),
    );
}

/** Plays one deed after its pause, with every wake on the way. */
export function play(visit: Visit, { pauseMs, name, view, path, properties }: Deed): void {
  visit.after(pauseMs / 1000);
  const page = path === null ? {} : { path };
  visit.send(name, { properties, view: `v${view}`, ...page });
}

/**
 * The same with a deed that may come late, twice, or from the business's server. True if it was
 * live.
 */
export function playWild(visit: Visit, deed: WildDeed): boolean {
  const { pauseMs, name, view, path, properties, trust, ageMs, repeats, imported } = deed;
  visit.after(pauseMs / 1000);
  const former = repeats === 0 ? undefined : visit.stored.at(-repeats);
  if (former !== undefined) {
    visit.retry(former);
    return false;
  }
  const { search, referrer, title, isViewless, user, site } = deed;
  const page = path === null ? {} : { page: { ...pageAt(path), search, referrer, title } };
  const person = name === eventName.identify ? { userId: user } : {};
  const whence = whenceOf(visit.stored.length);
  const at = visit.now - ageMs;
  const of = isViewless ? {} : { view: `v${view}` };
  visit.send(name, { properties, site, ...of, trust, imported, at, ...page, ...person, ...whence });
  return !imported && ageMs <= intakeLimits.liveMs;
}

/** A visitor who answers what is shown: only possible in treatment. */
export function answer(visit: Visit): void {
  const decision = visit.decisions[visit.decisions.length - 1];
  if (decision === undefined) return;
  visit.track(eventName.engagementShown, {}, { decision: decision.id });
  visit.track(eventName.engagementDismissed, {}, { decision: decision.id });
}
