// A visitor's browser that behaves as the tag does: up to two tabs with a connection each, events
// kept until they are acknowledged, answers to engagements, and a chat. Its clock is wrong by some
// seconds.
import { Connection } from '@opportune/core/sim/conversation-network.test-support.ts';
import {
  eventName,
  type ClientEvent,
  type JsonObject,
} from '@opportune/protocol/behaviour/event.ts';
import type { ServerFrame, VisitorFrame } from '@opportune/protocol/frames-visitor.ts';
import { type DecisionId, EventId, PageViewId, VisitorId } from '@opportune/protocol/ids.ts';
import type { VisitorSession } from '@opportune/server/collect/visitor/visitor-session.ts';
import { ChatClient } from './chat-client.test-support.ts';
import { EventOutbox } from './event-outbox.test-support.ts';
import { writeKey } from './server.test-support.ts';
import type { Surroundings } from './surroundings.test-support.ts';

/** Events in one batch. Small, so that several batches are needed. */
const batchEvents = 20;

interface Line {
  readonly connection: Connection<object, ServerFrame>;
  readonly batches: Map<number, readonly EventId[]>;
  /** Chats wait for the welcome, which brings the token that proves their owner. */
  welcomed: boolean;
}

interface Tab {
  readonly number: number;
  pageView: PageViewId;
  path: string;
  line: Line | null;
}

export class Browser {
  readonly visitor: VisitorId;
  readonly outbox = new EventOutbox();
  readonly chat: ChatClient;
  /** Every frame that arrived, in order, as text. */
  readonly frames: string[] = [];
  readonly #world: Surroundings;
  readonly #skewMs: number;
  readonly #tabs: Tab[] = [];
  #chatLine: Line | null = null;
  readonly #offers = new Map<DecisionId, 'new' | 'shown' | 'answered'>();
  #front: Tab;
  #token: string | undefined;
  #fresh = true;
  #events = 0;
  #batch = 0;
  #calm = false;
  asleep = false;

  constructor(world: Surroundings, name: string) {
    this.#world = world;
    this.visitor = VisitorId.parse(name);
    this.#skewMs = world.loop.between(-20_000, 20_000);
    this.chat = new ChatClient(world, name, (frame) => this.#chatLine?.connection.up(frame));
    this.#front = this.#openTab();
  }

  get hasGreeted(): boolean {
    return !this.#fresh;
  }

  live(): void {
    const { loop } = this.#world;
    loop.after(loop.between(20, this.#calm ? 2000 : 900), () => {
      if (!this.asleep) this.#act();
      this.live();
    });
  }

  /**
   * From now on only catches up, over new connections, because a frame may have been lost on the
   * old ones.
   */
  calm(): void {
    this.#calm = true;
    this.cut();
  }

  cut(): void {
    for (const { line } of this.#tabs) line?.connection.cut();
  }

  #act(): void {
    const { loop } = this.#world;
    const tab = loop.pick(this.#tabs) ?? this.#front;
    if (tab.line === null) this.#connect(tab);
    else if (this.#calm) this.#flush(tab);
    else this.#be(tab);
    this.chat.act(this.#calm);
  }

  #be(tab: Tab): void {
    const { loop } = this.#world;
    const what = loop.next();
    if (what < 0.04) return tab.line?.connection.cut();
    if (what < 0.06 && this.#tabs.length < 2) this.#openTab();
    else if (what < 0.2) this.#open(tab);
    else if (what < 0.24) this.#switchTo(tab);
    else if (what < 0.4) this.#answerOffer();
    else this.#happen(tab);
    if (loop.chance(0.1)) this.#beacon();
    else if (loop.chance(0.7)) this.#flush(tab);
  }

  #openTab(): Tab {
    const number = this.#tabs.length + 1;
    const tab: Tab = {
      number,
      pageView: PageViewId.parse(this.#world.id()),
      path: '/',
      line: null,
    };
    this.#tabs.push(tab);
    this.#front = tab;
    this.#track(tab, eventName.page);
    return tab;
  }

  #open(tab: Tab): void {
    this.#track(tab, eventName.pageLeft);
    tab.pageView = PageViewId.parse(this.#world.id());
    tab.path =
      this.#world.loop.pick(['/', '/product/1', '/product/2', '/checkout', '/checkout/pay']) ?? '/';
    this.#front = tab;
    this.#track(tab, eventName.page);
  }

  #switchTo(tab: Tab): void {
    this.#track(this.#front, eventName.pageHidden);
    this.#front = tab;
    this.#track(tab, eventName.pageShown);
  }

  #happen(tab: Tab): void {
    const { loop } = this.#world;
    const product = { product_id: `p${loop.between(1, 4)}`, price: 10 };
    const deeds: readonly [string, JsonObject][] = [
      [eventName.productViewed, product],
      [eventName.productViewed, product],
      [eventName.productAdded, product],
      [
        eventName.cartUpdated,
        { total: loop.pick([0, 20, 50, 100, 150]) ?? 0, items: loop.between(0, 3) },
      ],
      [eventName.cartUpdated, { total: 'much', items: 1 }],
      [eventName.leaving, {}],
      [eventName.idleStarted, { after_s: 1 }],
      [eventName.idleEnded, {}],
      [eventName.checkoutStarted, {}],
      [
        eventName.orderCompleted,
        { order_id: `o${loop.between(1, 3)}-${this.visitor}`, total: loop.between(1, 200) },
      ],
    ];
    const [name, properties] = loop.pick(deeds) ?? [eventName.leaving, {}];
    this.#track(tab, name, properties);
  }

  #track(tab: Tab, name: string, properties: JsonObject = {}): void {
    const { path, pageView } = tab;
    const event: ClientEvent = {
      id: EventId.parse(`e${++this.#events}-${this.visitor}`),
      kind: name === eventName.page ? 'page' : 'track',
      name,
      at: this.#now(),
      pageView,
      page: { url: `https://shop.example${path}`, path, search: '', title: path, referrer: '' },
      properties,
    };
    this.outbox.add(event);
  }

  #now(): number {
    return this.#world.loop.now + this.#skewMs;
  }

  #connect(tab: Tab): void {
    const { server, loop, faults, generation } = this.#world;
    if (server === null) return;
    const connection = new Connection<object, ServerFrame>(loop, faults);
    const line: Line = { connection, batches: new Map(), welcomed: false };
    const session: VisitorSession = server.session(this.visitor, {
      send: (frame) => connection.down(frame),
      opened() {},
      end: () => connection.cut(),
    });
    tab.line = line;
    connection.onUp = (frame) =>
      session.receive(frame, { sizeBytes: JSON.stringify(frame).length, eventSizes: null });
    connection.onDown = (frame) => this.#hear(line, frame);
    connection.onCut = () => {
      tab.line = null;
      if (line === this.#chatLine) this.#conversationOver(this.#anyLine() ?? null);
      if (this.#world.generation === generation) session.close();
    };
    connection.up(this.#hello(tab));
  }

  #hello({ pageView, path }: Tab): VisitorFrame {
    const fresh = this.#fresh;
    this.#fresh = false;
    return {
      type: 'hello',
      version: 1,
      key: writeKey,
      visitor: this.visitor,
      fresh,
      pageView,
      page: { url: `https://shop.example${path}`, path, search: '', title: path, referrer: '' },
      language: 'de',
      timeZone: 'Europe/Berlin',
      viewportWidth: 1200,
      ...(this.#token === undefined ? {} : { token: this.#token }),
    };
  }

  #flush({ line }: Tab): void {
    const events = this.outbox.oldest(batchEvents);
    if (line === null || events.length === 0) return;
    const batch = ++this.#batch;
    line.batches.set(
      batch,
      events.map(({ id }) => id),
    );
    line.connection.up({ type: 'events', batch, sentAt: this.#now(), events });
  }

  /**
   * Sends the waiting events in a request of their own, which may overtake the socket or arrive a
   * minute late.
   */
  #beacon(): void {
    const events = this.outbox.oldest(batchEvents);
    if (events.length === 0) return;
    const sentAt = this.#now();
    const { visitor } = this;
    this.#world.post.send(
      () => this.#world.server?.post({ visitor, trust: 'page', sentAt, events }) ?? null,
      (refused) =>
        this.outbox.answered(
          events.map(({ id }) => id),
          refused,
        ),
    );
  }

  #hear(line: Line, frame: ServerFrame): void {
    this.frames.push(JSON.stringify(frame));
    switch (frame.type) {
      case 'welcome':
        line.welcomed = true;
        if (frame.token !== '') this.#token = frame.token;
        for (const { id } of frame.conversations) this.chat.side.know(id);
        if (this.#chatLine === null) this.#conversationOver(line);
        return;
      case 'ack':
        this.outbox.answered(line.batches.get(frame.batch) ?? [], frame.refused);
        return;
      case 'engage': {
        const { decision, action } = frame.engagement;
        if (!this.#offers.has(decision)) this.#offers.set(decision, 'new');
        if (action === 'chat') this.chat.invited = decision;
        return;
      }
      case 'withdraw':
        this.#offers.set(frame.decision, 'answered');
        return;
      default:
        if (line === this.#chatLine) this.chat.side.hear(frame);
    }
  }

  #answerOffer(): void {
    const { loop } = this.#world;
    const open = [...this.#offers].filter(([, state]) => state !== 'answered');
    const [decision, state] = loop.pick(open) ?? [];
    if (decision === undefined) return;
    if (state === 'new') {
      this.#offers.set(decision, 'shown');
      return this.#track(this.#front, eventName.engagementShown, { decision });
    }
    this.#offers.set(decision, 'answered');
    const name =
      loop.pick([
        eventName.engagementClicked,
        eventName.engagementClicked,
        eventName.engagementDismissed,
      ]) ?? eventName.engagementMissed;
    this.#track(this.#front, loop.chance(0.03) ? eventName.engagementMuted : name, { decision });
  }

  /** A chat uses one connection at a time, of either tab. */
  #conversationOver(line: Line | null): void {
    this.#chatLine = line;
    if (line !== null) this.chat.side.connected();
  }

  #anyLine(): Line | undefined {
    return this.#tabs.find(({ line }) => line?.welcomed === true)?.line ?? undefined;
  }
}
