import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LiveCampaign } from '@opportune/protocol/campaign/campaign.ts';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import {
  account,
  availability,
  campaign,
  configuration,
  content,
  event,
  noon,
  site,
} from '../../../world/test/shop.test-support.ts';
import { compileConfiguration, type CompiledConfiguration } from '../../configuration/compile.ts';
import { newVisitor, step, type VisitorState } from '../../engine.ts';
import { optimising, visitorIn } from '../../test/optimising.test-support.ts';
import { Visit } from '../../test/visit.test-support.ts';

const viewed = { performed: { event: eventName.productViewed } } as const;
const inCountry = (country: string): Condition => ({
  fact: 'place.country',
  op: 'eq',
  value: country,
});
const elsewhere: readonly Partial<LiveCampaign['document']>[] = [
  { sites: [SiteId.parse('another')] },
  { audience: inCountry('FR') },
  { audience: { all: [{ fact: 'customer.plan', op: 'eq', value: 'gold' }, viewed] } },
  { audience: { fact: 'device.type', op: 'in', value: ['phone', 'tablet'] } },
];

function narrow(number: number, more: Partial<LiveCampaign['document']> = {}): LiveCampaign {
  const moment = { all: [{ ...viewed, count: { op: 'gte', value: 1 + (number % 5) } as const }] };
  return campaign({ id: `c${number}`, moment, variants: [content()], ...more });
}

/** A visitor from Germany on a desktop who looks at products. */
class Shopper {
  ordinal = 0;
  readonly state: VisitorState = newVisitor(account, site, VisitorId.parse('anna'));
  readonly compiled: CompiledConfiguration;
  readonly country: string;

  constructor(compiled: CompiledConfiguration, country = 'DE') {
    this.compiled = compiled;
    this.country = country;
  }

  /** The campaigns that decide at this many products. */
  look(many: number): readonly string[] {
    return Array.from({ length: many }, () => this.#view()).flat();
  }

  #view(): readonly string[] {
    const ordinal = ++this.ordinal;
    const now = noon + ordinal * 1000;
    const place = { country: this.country, region: null, city: null };
    const { type, ...rest } = { type: 'desktop', browser: 'Firefox', os: 'Linux' } as const;
    const device = { type, ...rest, language: 'de', timeZone: 'Europe/Berlin', viewportWidth: 0 };
    const input = {
      type: 'event',
      event: event(eventName.productViewed, now, ordinal, { view: 'v1', path: '/', place, device }),
    } as const;
    const context = {
      configuration: this.compiled,
      availability: availability(1),
      now,
      nextOrdinal: () => ++this.ordinal,
      reachable: true,
    };
    const effects = step(this.state, input, context);
    return effects.flatMap((each) => (each.type === 'decide' ? [each.decision.campaign] : []));
  }
}

test('[D2] campaigns for other sites and other visitors are never evaluated, however many there are', () => {
  const others = Array.from({ length: 2000 }, (_, at) => narrow(at, elsewhere[at % 4]));
  const own = narrow(2000, { audience: inCountry('DE') });
  const compiled = compileConfiguration(configuration([...others, own]));
  const asked: string[] = [];
  const { truths } = compiled;
  const of: typeof truths.of = (rank, scene) => {
    asked.push(compiled.campaigns[rank]?.live.id ?? '');
    return truths.of(rank, scene);
  };
  const watched = { ...compiled, truths: { renew: () => truths.renew(), of } };
  assert.deepEqual(new Shopper(watched).look(10), ['c2000']);
  assert.ok(asked.length > 0);
  assert.deepEqual([...new Set(asked)], ['c2000']);
});

test('[D2] [U1] an optimising campaign is ruled out by its audience, not by its moment', () => {
  const moment = { fact: 'device.type', op: 'eq', value: 'phone' } as const;
  for (const [country, many] of [
    ['DE', 1],
    ['FR', 0],
  ] as const) {
    const live = optimising({ moment, audience: inCountry(country) });
    const visit = new Visit([live], { visitor: visitorIn('treatment', live) });
    visit.page('/', { place: { country: 'DE', region: null, city: null } });
    assert.equal(visit.decisions.length, many);
  }
});

test('[D2] beyond a thousand kinds of visitors nothing is ruled out, and the decisions are the same', () => {
  const countries = Array.from({ length: 1010 }, (_, at) => `C${at}`);
  const campaigns = countries.map((country, at) =>
    narrow(at * 5, { audience: inCountry(country) }),
  );
  const compiled = compileConfiguration(configuration(campaigns));
  const known = countries.map((country, at) => {
    const shopper = new Shopper(compiled, country);
    assert.deepEqual(shopper.look(1), [`c${at * 5}`]);
    return shopper.state.seen?.ruledOut !== null;
  });
  assert.equal(known.filter((each) => each).length, 1000);
  assert.deepEqual(
    known.slice(-10),
    Array.from({ length: 10 }, () => false),
  );
});
