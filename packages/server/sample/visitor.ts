// An invented visitor, as their browser: what it sends and what it is shown. What they then do is in
// visits/ and talks/.
import type { AdmittedEvent, VisitorLink } from '../engage/intake.ts';
import type { ChatLink } from '@opportune/core/ports/visitor-chat.ts';
import type { Device, JsonObject, Page } from '@opportune/protocol/behaviour/event.ts';
import type { ChatFrame, ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import {
  type AccountId,
  type DecisionId,
  EventId,
  PageViewId,
  type SiteId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import type { Chance } from './chance.ts';
import { devices, sources, type Source, visitorNames } from './catalogue.ts';
import type { Stage } from './stage.ts';

export const origin = 'https://aldermoor.example';

/** A networks' number is one of so many. */
const networks = 4000;

export interface Place {
  readonly account: AccountId;
  readonly site: SiteId;
  readonly language: string;
  readonly timeZone: string;
  readonly currency: string;
}

interface Sketch {
  readonly name: string;
  readonly properties?: JsonObject;
  readonly decision?: DecisionId;
}

export class SampleVisitor {
  readonly id: VisitorId;
  /** Some say who they are when they write. */
  readonly name: string;
  readonly chance: Chance;
  readonly device: Device;
  readonly source: Source;
  /** How sure they have become that they want to buy, beyond what they came with. */
  comfort = 0;
  cart = { total: 0, items: 0 };
  visits = 0;
  isTalking = false;
  /** They closed the page. */
  isGone = false;
  /** What their browser is told. */
  hears: (frame: ServerFrame) => void = () => {};
  readonly #stage: Stage;
  readonly #place: Place;
  readonly #from: { readonly prefix: string; readonly network: number };
  #pageView: PageViewId;
  #page: Page | null = null;
  /** Ends the line on which they are shown engagements. A tab may stay open for days. */
  #closeTab: (() => void) | null = null;
  #endChat: (() => void) | null = null;
  #isUnknown = true;
  #line: ChatLink | null = null;

  constructor(stage: Stage, place: Place, chance: Chance) {
    this.#stage = stage;
    this.#place = place;
    this.chance = chance;
    this.id = VisitorId.parse(chance.ids.next());
    this.name = chance.is(0.5) ? chance.pick(visitorNames) : '';
    this.source = chance.weighed(sources);
    const { language, timeZone } = place;
    this.device = { ...chance.weighed(devices), language, timeZone };
    const network = Math.floor(chance.next() * networks);
    this.#from = { prefix: `sample ${this.id}`, network };
    this.#pageView = PageViewId.parse(chance.ids.next());
  }

  get isHere(): boolean {
    return this.#endChat !== null;
  }

  /** Opens the shop in their browser, or comes back to its tab. */
  come(): void {
    this.isGone = false;
    const line = this.#lineOf();
    this.#line = line;
    this.#closeTab ??= this.#stage.engage.intake.attach(line);
    this.#endChat = this.#stage.chat.attach(line);
  }

  /** `stays`: the tab stays open behind others. */
  leave(stays: boolean): void {
    this.#endChat?.();
    this.#endChat = null;
    if (!stays) this.#closeTab?.();
    if (!stays) this.#closeTab = null;
    this.#page = null;
    this.visits++;
  }

  ordered(order: string): void {
    this.#stage.ordered(this.id, order);
  }

  /** Sends a frame of their chat window. */
  async say(frame: ChatFrame): Promise<void> {
    if (this.#line !== null) await this.#stage.chat.receive(this.#line, frame);
  }

  #lineOf(): VisitorLink & ChatLink {
    const { account, site } = this.#place;
    const pageViewNow = (): PageViewId => this.#pageView;
    return {
      ...{ account, site, visitor: this.id, payer: null, trial: null },
      fresh: this.visits === 0,
      network: this.#from.network,
      get pageView() {
        return pageViewNow();
      },
      send: (frame: ServerFrame) => this.hears(frame),
      end() {},
    };
  }

  /** Opens a page, and what happens on it at once. */
  open(path: string, title: string, more: readonly Sketch[] = []): Promise<void> {
    const { chance, source } = this;
    this.#pageView = PageViewId.parse(chance.ids.next());
    const isLanding = this.#page === null;
    const search = isLanding ? source.search : '';
    const before = this.#page?.url ?? '';
    this.#page = {
      ...{ url: `${origin}${path}${search}`, path, search, title },
      referrer: isLanding ? source.referrer : before,
    };
    return this.does([{ name: 'Page' }, ...more]);
  }

  async does(sketches: readonly Sketch[], trust: 'page' | 'server' = 'page'): Promise<void> {
    const { account, site } = this.#place;
    const fresh = this.visits === 0 && this.#isUnknown;
    this.#isUnknown = false;
    const events = sketches.map((sketch) => this.#event(sketch, trust));
    const own = { account, site, visitor: this.id, fresh, events, payer: null };
    await this.#stage.engage.intake.accept({ ...own, from: trust === 'page' ? this.#from : null });
  }

  #event({ name, properties = {}, decision }: Sketch, trust: 'page' | 'server'): AdmittedEvent {
    const now = this.#stage.time.now();
    const event: AdmittedEvent = {
      account: this.#place.account,
      site: this.#place.site,
      visitor: this.id,
      id: EventId.parse(this.chance.ids.next()),
      kind: name === 'Page' ? 'page' : 'track',
      name,
      trust,
      at: now,
      receivedAt: now,
      properties,
      device: this.device,
      bot: false,
      imported: false,
    };
    return {
      ...event,
      ...(trust === 'page' && { pageView: this.#pageView }),
      ...(trust === 'page' && this.#page !== null && { page: this.#page }),
      ...(decision !== undefined && { decision }),
    };
  }
}
