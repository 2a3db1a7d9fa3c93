// The product's own path in the simulated shop: visits as events through the engine of one visitor,
// an optimising campaign whose moment is the manager's rule, and the policy as the server runs it.
// It knows what the product's features know, which is less than learner.ts reads of a moment.
import { RecentMemory } from '@opportune/core/behaviour/recent/recent-memory.ts';
import { newVisitor, step, type VisitorState } from '@opportune/core/decision/engine.ts';
import type { DecisionContext } from '@opportune/core/decision/effect.ts';
import { compileConfiguration } from '@opportune/core/decision/configuration/compile.ts';
import {
  account,
  campaign,
  chat,
  configuration,
  event,
  noon,
  purchase,
  site,
} from '@opportune/core/world/test/shop.test-support.ts';
import { Optimise } from '@opportune/protocol/campaign/campaign.ts';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import type { Decision } from '@opportune/protocol/campaign/decision.ts';
import { eventName, type JsonObject, type Page } from '@opportune/protocol/behaviour/event.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';
import type { DecisionPolicy } from '@opportune/protocol/campaign/policy.ts';
import { optimisingCampaigns } from '@opportune/server/learn/policy/policy-options.ts';
import type { ClosedUnit } from '@opportune/server/learn/policy/policy-units.ts';
import { RunningPolicy } from '@opportune/server/learn/policy/running-policy.ts';
import { ServiceLevels } from '@opportune/server/learn/agent-time/service-level.ts';
import { Floor, settle, type ChatEnd, type Played } from './floor.ts';
import type { Rule } from './rules.ts';
import type { Stream } from './stream.ts';
import { section, source } from './world.ts';

/** An order is known this long after a visit began. */
const KNOWN_AFTER_S = 7200;
const HOUR_S = 3600;
const names = Object.keys(section);
const cameBy: Readonly<Record<number, string>> = {
  [source.direct]: '',
  [source.search]: '?utm_medium=organic',
  [source.advertisement]: '?utm_medium=cpc',
  [source.mail]: '?utm_medium=email',
};

/** The first decision for a visitor, and its outcome. */
interface Unit {
  readonly arm: ClosedUnit['arm'];
  readonly policy: DecisionPolicy;
  accepted: boolean;
  minutes: number;
  /** The change of the probability of an order. */
  change: number;
}

/** What the events of a visit have shown so far. */
interface Told {
  searches: number;
  errors: number;
  cart: number;
  items: number;
  products: number;
  compares: number;
}

/** Plays one campaign of a shop with one skill over a whole stream. */
export function playProduct(
  stream: Stream,
  rule: Rule,
  { measuredFrom, seed }: { readonly measuredFrom: number; readonly seed: number },
): Played {
  const shop = new Product(stream, rule, measuredFrom, seed);
  for (let at = 0; at < stream.moments.at.length; at++) shop.take(at);
  return shop.end();
}

class Product {
  readonly #stream: Stream;
  readonly #measuredFrom: number;
  readonly #floor: Floor;
  readonly #configuration;
  readonly #running: RunningPolicy;
  readonly #states = new Map<number, VisitorState>();
  readonly #units: (Unit | null | undefined)[];
  readonly #last: Uint32Array;
  readonly #told = new Map<number, Told>();
  #ordinal = 0;
  readonly #recent = new RecentMemory();
  #version = 0;
  #free = -1;
  #known = 0;
  #hourEndS = 0;

  constructor(stream: Stream, rule: Rule, measuredFrom: number, seed: number) {
    this.#stream = stream;
    this.#measuredFrom = measuredFrom;
    this.#floor = new Floor(stream, measuredFrom, (visitor, end) => this.#noteEnd(visitor, end));
    const live = campaign({
      ...{ id: 'help', moment: momentOf(rule), variants: [chat()], control: 1000 },
      caps: { perVisit: 1, perDay: null, perVisitor: null, afterDismissalS: null },
      ...{
        mode: 'optimise',
        optimise: Optimise.parse({ delayS: { from: 0, until: 0 }, always: 500 }),
      },
    });
    const shop = configuration([live], { salt: `shop-${seed}` });
    this.#configuration = compileConfiguration(shop);
    const [of] = optimisingCampaigns(shop);
    if (of === undefined) throw new Error('the campaign of the shop must optimise');
    this.#running = new RunningPolicy(account, of, null, new ServiceLevels());
    this.#running.value = stream.world.orderValue;
    this.#units = new Array<Unit | null | undefined>(stream.visitors.arrival.length);
    this.#last = new Uint32Array(stream.visitors.arrival.length);
    for (let at = 0; at < stream.moments.at.length; at++)
      this.#last[stream.moments.visitor[at] ?? 0] = at;
  }

  take(at: number): void {
    const { moments } = this.#stream;
    const nowS = moments.at[at] ?? 0;
    const visitor = moments.visitor[at] ?? 0;
    this.#passTime(nowS);
    this.#floor.advance(nowS);
    const state = this.#states.get(visitor) ?? this.#come(visitor);
    if ((moments.dwell[at] ?? 0) === 0) this.#openPage(state, at);
    else this.#stay(state, at);
    if (this.#last[visitor] === at) {
      this.#states.delete(visitor);
      this.#told.delete(visitor);
    }
  }

  end(): Played {
    this.#floor.advance(Infinity);
    return settle(this.#stream, this.#measuredFrom, this.#floor.account);
  }

  #come(visitor: number): VisitorState {
    const state = newVisitor(account, site, VisitorId.parse(`v${visitor}`), this.#recent);
    if (this.#stream.visitors.returning[visitor] === 1) state.visits = 1;
    this.#states.set(visitor, state);
    this.#told.set(visitor, {
      searches: 0,
      errors: 0,
      cart: 0,
      items: 0,
      products: 0,
      compares: 0,
    });
    return state;
  }

  /**
   * The page event first, then what happened on the page, in the order in which pages send them.
   */
  #openPage(state: VisitorState, at: number): void {
    const { moments, visitors } = this.#stream;
    const visitor = moments.visitor[at] ?? 0;
    const isFirst = (moments.pages[at] ?? 1) <= 1;
    const search = isFirst ? (cameBy[visitors.source[visitor] ?? 0] ?? '') : '';
    const path = `/${names[moments.section[at] ?? 0]}`;
    const url = `https://shop.example${path}${search}`;
    this.#send(state, at, eventName.page, {}, { url, path, search, title: path, referrer: '' });
    const told = this.#told.get(visitor);
    if (told !== undefined) this.#tell(state, at, told);
  }

  #tell(state: VisitorState, at: number, told: Told): void {
    const { moments } = this.#stream;
    for (; told.searches < (moments.searches[at] ?? 0); told.searches++)
      this.#send(state, at, eventName.productsSearched, { query: `q${told.searches}` });
    for (; told.errors < (moments.errors[at] ?? 0); told.errors++)
      this.#send(state, at, eventName.errorMet, { message: 'declined' });
    const total = moments.cart[at] ?? 0;
    if (total !== told.cart) {
      told.cart = total;
      this.#send(state, at, eventName.cartUpdated, { total, items: ++told.items });
    }
    if (moments.section[at] === section.product) this.#viewProduct(state, at, told);
  }

  /** A product viewed before if the visitor compares, else another one. */
  #viewProduct(state: VisitorState, at: number, told: Told): void {
    const compares = this.#stream.moments.compares[at] ?? 0;
    const isAgain = compares > told.compares;
    told.compares = compares;
    if (!isAgain) told.products++;
    const product = isAgain ? 1 : told.products;
    this.#send(state, at, eventName.productViewed, { product_id: `p${product}` });
  }

  /**
   * Hesitates, if the visitor does, and wakes the visitor at the instants that the engine asked
   * for.
   */
  #stay(state: VisitorState, at: number): void {
    const { moments } = this.#stream;
    if ((moments.dwell[at] ?? 0) === 15 && moments.traces[at] === 1)
      this.#send(state, at, eventName.leaving, {}, undefined, -1);
    const now = this.#now(at) + 5;
    while (state.wakeAt !== null && state.wakeAt <= now)
      this.#step(state, { type: 'wake' }, at, state.wakeAt);
  }

  #send(
    state: VisitorState,
    at: number,
    name: string,
    properties: JsonObject,
    page?: Page,
    laterMs = 0,
  ): void {
    const { moments, visitors } = this.#stream;
    const visitor = moments.visitor[at] ?? 0;
    const now = this.#now(at) + laterMs;
    const mobile = visitors.mobile[visitor] === 1;
    const sent = event(name, now, ++this.#ordinal, {
      ...{ visitor: state.visitor, properties, view: `p${moments.pages[at]}` },
      ...(page === undefined ? {} : { page }),
      device: {
        ...{ type: mobile ? 'phone' : 'desktop', browser: '', os: '', language: 'en' },
        ...{ timeZone: 'UTC', viewportWidth: 1000 },
      },
    });
    this.#step(state, { type: 'event', event: sent }, at, now);
  }

  #step(state: VisitorState, input: Parameters<typeof step>[1], at: number, now: number): void {
    const effects = step(state, input, this.#context(at, now));
    for (const effect of effects) {
      if (effect.type !== 'decide') continue;
      this.#noteDecision(this.#stream.moments.visitor[at] ?? 0, effect.decision);
      if (effect.content !== null) this.#floor.invite(at);
    }
  }

  #context(at: number, now: number): DecisionContext {
    const { moments, world } = this.#stream;
    const free = Math.max(
      0,
      Math.ceil(this.#floor.room(moments.skill[at] ?? 0, moments.at[at] ?? 0)),
    );
    if (free !== this.#free) this.#version++;
    this.#free = free;
    const online = world.agents[0] ?? 0;
    const score = moments.score[at] ?? 0;
    return {
      configuration: this.#configuration,
      availability: { version: this.#version, at: now, skills: { '*': { free, online } } },
      ...{ now, nextOrdinal: () => ++this.#ordinal, reachable: true },
      intent: {
        scores: () => [{ goal: purchase.id, score, chance: 0.04 }],
        reasons: () => [],
        isOutdated: () => false,
      },
      policy: {
        about: () => ({ value: this.#running.value, guarded: false }),
        choose: (_live, question) => this.#running.choose(question),
      },
    };
  }

  #now(at: number): number {
    return noon + Math.round((this.#stream.moments.at[at] ?? 0) * 1000);
  }

  #noteDecision(visitor: number, { arm, policy }: Decision): void {
    if (policy === undefined || policy.waits === true || this.#units[visitor] !== undefined) return;
    this.#units[visitor] = { arm: arm.type, policy, accepted: false, minutes: 0, change: 0 };
  }

  #noteEnd(visitor: number, end: ChatEnd): void {
    const unit = this.#units[visitor];
    if (unit === null || unit === undefined) return;
    unit.change = end.change;
    unit.accepted = end.type !== 'declined';
    if (end.type === 'served') unit.minutes = end.handleS / 60;
  }

  #passTime(nowS: number): void {
    const { arrival } = this.#stream.visitors;
    while ((arrival[this.#known] ?? Infinity) < nowS - KNOWN_AFTER_S) this.#learn(this.#known++);
    const online = this.#stream.world.agents[0] ?? 0;
    for (; nowS > this.#hourEndS; this.#hourEndS += HOUR_S) {
      const at = noon + this.#hourEndS * 1000;
      this.#running.tick({ version: 0, at, skills: { '*': { free: 0, online } } }, at);
    }
  }

  #learn(visitor: number): void {
    const { luck, chance, value } = this.#stream.visitors;
    const unit = this.#units[visitor];
    this.#units[visitor] = null;
    if (unit === null || unit === undefined) return;
    const { arm, policy, accepted, minutes, change } = unit;
    const converted = (luck[visitor] ?? 1) < (chance[visitor] ?? 0) + change;
    const closed = {
      visitor: `v${visitor}`,
      closesAt: 0,
      arm,
      policy,
      converted,
      accepted,
      minutes,
    };
    const units = [{ ...closed, value: value[visitor] ?? 0 }];
    void this.#running.learn({ units, place: this.#running.place }, () => Promise.resolve());
  }
}

/** The manager's rule as a campaign's moment. */
function momentOf({ score, dwell, sections, cart, age, error }: Rule): Condition {
  const where = sections.map((each): Condition => {
    return { fact: 'page.path', op: 'eq', value: `/${names[each]}` };
  });
  return {
    all: [
      ...(score > 0 ? [{ fact: 'intent.score', op: 'gte', value: score } as const] : []),
      ...(dwell > 0 ? [{ dwell: { on: 'page', forS: dwell } } as const] : []),
      ...(sections.length < names.length ? [{ any: where }] : []),
      ...(cart > 0 ? [{ fact: 'cart.total', op: 'gte', value: cart } as const] : []),
      ...(age > 0 ? [{ dwell: { on: 'visit', forS: age } } as const] : []),
      ...(error ? [{ fact: 'errors.count', op: 'gte', value: 1 } as const] : []),
    ],
  };
}
