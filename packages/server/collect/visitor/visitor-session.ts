// One browser's session with the server over any carrier: hello, welcome, then events, pings and
// chat. It knows no socket and no HTTP. Knowing a visitor id proves nothing: without its token,
// events count like any page's, and chats are refused.
import type { IncomingMessage } from 'node:http';
import {
  type ChatFrame,
  Hello as HelloFrame,
  type ServerFrame,
  VisitorFrame,
} from '@opportune/protocol/frames-visitor.ts';
import type { VisitorCallFrame } from '@opportune/core/ports/visitor-chat.ts';
import type { HeldBytes, Holder } from '@opportune/core/bounds/held-bytes.ts';
import { problem, type Problem } from '@opportune/protocol/errors.ts';
import { backgroundProperty, eventName } from '@opportune/protocol/behaviour/event.ts';
import type { AdmittedEvent, SentFrom } from '../../engage/intake.ts';
import { BrowserLink, type Carrier } from './browser-link.ts';
import { collectBatch, type Collected, eventsAtOnce, problemOf } from '../events/event-batch.ts';
import { WorkMeter } from '../charging.ts';
import { FrameRate } from './frame-rate.ts';
import {
  greet,
  type GreetingDependencies,
  type Hello,
  type Opening,
} from '../greeting/greeting.ts';
import type { HandedVisitor } from './handed-visitor.ts';
import { InTurn } from './in-turn.ts';
import { tellVerifications } from './tell-verifications.ts';
import { inTime } from '../../http/in-time.ts';
import { browserSender, type Sender } from '../sender.ts';
import {
  chatRefusal,
  eventsFrame,
  type EventsFrame,
  frameRefusal,
  type FrameSize,
  writesInTurn,
} from './visitor-frames.ts';

export interface SessionDependencies extends GreetingDependencies {
  /** Bytes of frames that wait, among everything that is arriving. */
  readonly arriving: HeldBytes;
}

/** Frames held while the hello is answered. */
const heldFrames = 50;
/** Frames that write to chats and wait for earlier ones. Beyond this: `server.overloaded`. */
const writingFrames = 50;

interface Open {
  readonly sender: Sender;
  readonly owned: boolean;
  /** By a token of this hello. */
  readonly proved: boolean;
  readonly link: BrowserLink;
  /** Null until its owner knows the browser. */
  leaveIntake: (() => void) | null;
  /** Null if the id belongs to another browser. */
  readonly leaveChat: (() => void) | null;
}

export class VisitorSession {
  readonly #use: SessionDependencies;
  readonly #carrier: Carrier;
  /** Released once the session is open, so that headers are not kept. */
  #opening: Opening | null;
  readonly #held: { raw: unknown; size: FrameSize }[] = [];
  #heldBytes: Holder | null = null;
  #state: 'new' | 'opening' | 'open' | 'over' = 'new';
  #open: Open | null = null;
  #fresh = false;
  #claimed = false;
  /** Kept until the first events are taken. It is not needed later. */
  #from: SentFrom | null = null;
  readonly #rate = new FrameRate();
  /** Null until the first chat, because most visitors never chat. */
  #writing: InTurn | null = null;
  /** The number of frames not yet answered or stored. */
  #unanswered = 0;

  /**
   * The sender comes from the headers of the request that opened the session. Null for a session
   * that continues here.
   */
  constructor(use: SessionDependencies, carrier: Carrier, opening: Opening | null) {
    this.#use = use;
    this.#carrier = carrier;
    this.#opening = opening;
  }

  get over(): boolean {
    return this.#state === 'over';
  }

  /** Whether a hello has arrived and is not answered yet. */
  get isOpening(): boolean {
    return this.#state === 'opening';
  }

  /**
   * Continues the session of the previous server, unnoticed by the browser: at once for its chat,
   * and by `soon` for its owner.
   */
  goOn(handed: HandedVisitor, soon: (run: () => void) => void): void {
    const { owned, sender } = handed;
    const link = new BrowserLink(handed, handed, false, this.#carrier);
    link.network = handed.network;
    link.agentsOnline = handed.agentsOnline;
    this.#claimed = handed.claimed;
    const leaveChat = owned ? this.#use.chat.attach(link, handed) : null;
    const open: Open = { sender, owned, proved: false, link, leaveIntake: null, leaveChat };
    this.#open = open;
    this.#state = 'open';
    this.#carrier.opened(this.#meterOf(link));
    soon(() => this.#own(open));
  }

  /** Whether everything taken has been answered. */
  get isAnswered(): boolean {
    return this.#unanswered === 0 && this.#state !== 'opening';
  }

  /**
   * The state that a successor needs to continue. Null if the session is not open or something is
   * unanswered.
   */
  handed(): HandedVisitor | null {
    const open = this.#open;
    if (open === null || !this.isAnswered) return null;
    const { account, site, visitor, payer, pageView, trial, network, agentsOnline } = open.link;
    const { owned, sender } = open;
    const reads = [...open.link.reads];
    const link = { account, site, visitor, payer, pageView, trial, reads, network, agentsOnline };
    return { ...link, owned, sender, claimed: this.#claimed };
  }

  /**
   * Takes one frame, parsed as JSON only. If it is taken in parts, returns a promise that resolves
   * when the last is applied; later frames must wait for it. Else null.
   */
  receive(raw: unknown, size: FrameSize): Promise<void> | null {
    if (this.#state === 'over') return null;
    if (this.#state === 'open') return this.#frame(raw, size);
    if (this.#state === 'new') this.#begin(raw);
    else if (this.#held.length >= heldFrames) this.end(problem('server.overloaded'));
    else this.#hold(raw, size);
    return null;
  }

  #hold(raw: unknown, size: FrameSize): void {
    this.#held.push({ raw, size });
    this.#heldBytes ??= this.#use.arriving.hold(this.#opening?.payer ?? '', () =>
      this.end(problem('server.overloaded')),
    );
    this.#heldBytes.grow(size.sizeBytes);
  }

  /** Reports the problem and ends the session. */
  end(why: Problem): void {
    if (this.#state === 'over') return;
    this.#carrier.end(why);
    this.close();
  }

  /** The browser has disconnected. */
  close(): void {
    this.#state = 'over';
    this.#held.length = 0;
    this.#heldBytes?.release();
    this.#open?.leaveIntake?.();
    this.#open?.leaveChat?.();
    this.#open = null;
  }

  #begin(raw: unknown): void {
    const parsed = HelloFrame.safeParse(raw);
    if (!parsed.success) {
      const path = parsed.error.issues[0]?.path.join('.');
      return this.end(
        problem('request.malformed', {
          ...(path ? { path } : {}),
          detail: 'The first frame must be a hello of the documented form.',
        }),
      );
    }
    this.#state = 'opening';
    this.#answer(parsed.data, this.#opening).catch((error: unknown) => {
      const failed = problemOf(error);
      if (failed.code === 'server.failed')
        this.#use.log.error('collect.hello_failed', { error: String(error) });
      this.end(failed);
    });
  }

  async #answer(hello: Hello, opening: Opening | null): Promise<void> {
    if (opening === null) return;
    const { request } = opening;
    const send = (frame: ServerFrame): void => this.#carrier.send(frame);
    const greeting = await inTime(greet(this.#use, hello, opening, send));
    if (greeting.type === 'refused') return this.end(greeting.problem);
    if (this.over) return;
    if (greeting.type === 'unwanted') {
      this.#carrier.send(greeting.welcome);
      return this.end(greeting.problem);
    }
    this.#fresh = greeting.fresh;
    this.#carrier.send(greeting.welcome);
    const { owned, proved, chat, trial } = greeting;
    const { pageView } = hello;
    const link = new BrowserLink(chat, { pageView, trial }, this.#fresh, this.#carrier);
    this.#from = this.#use.networks.of(this.#use.clientAddress(request));
    link.network = this.#from.network;
    link.agentsOnline = greeting.welcome.settings.agentsOnline;
    if (proved) this.#claim(link);
    this.#enter(link, this.#senderOf(hello, request), { owned, proved });
    this.#carrier.opened(this.#meterOf(link));
    await this.#takeHeld();
  }

  /** A browser uses the site's write key, so the site pays. */
  #meterOf({ account, site, payer }: BrowserLink): WorkMeter {
    const grant = { account, site, trust: 'page', keyId: null } as const;
    return new WorkMeter(this.#use.budgets, grant, payer ?? '');
  }

  #senderOf(
    { language, timeZone, viewportWidth, automated }: Hello,
    request: IncomingMessage,
  ): Sender {
    const { geography, clientAddress } = this.#use;
    const said = { language, timeZone, viewportWidth, automated: automated === true };
    return browserSender(request, clientAddress(request), geography, said);
  }

  #enter(link: BrowserLink, sender: Sender, whose: Pick<Open, 'owned' | 'proved'>): void {
    const use = this.#use;
    const leaveIntake = use.intake.attach(link);
    const leaveChat = whose.owned ? use.chat.attach(link) : null;
    this.#opening = null;
    this.#open = { sender, ...whose, link, leaveIntake, leaveChat };
    this.#state = 'open';
  }

  async #takeHeld(): Promise<void> {
    for (const { raw, size } of this.#held.splice(0)) await this.#frame(raw, size);
    this.#heldBytes?.release();
  }

  #own(open: Open): void {
    if (this.#open === open) open.leaveIntake ??= this.#use.intake.attach(open.link);
  }

  #frame(raw: unknown, size: FrameSize): Promise<void> | null {
    const open = this.#open;
    if (open === null) return null;
    const retryAfterMs = this.#rate.take(this.#use.clock.now());
    const events = retryAfterMs > 0 ? null : eventsFrame(raw);
    if (events !== null) return this.#events(open, events, size);
    if (retryAfterMs === 0) this.#other(open, raw, size);
    else
      this.#carrier.send({ type: 'problem', problem: problem('rate.visitor', { retryAfterMs }) });
    return null;
  }

  #other(open: Open, raw: unknown, size: FrameSize): void {
    const parsed = VisitorFrame.safeParse(raw);
    if (!parsed.success)
      return this.#carrier.send(frameRefusal(raw, parsed.error.issues[0]?.path.join('.') ?? ''));
    const frame = parsed.data;
    switch (frame.type) {
      case 'hello':
        return this.#carrier.send({
          type: 'problem',
          problem: problem('request.malformed', { detail: 'A hello was already sent.' }),
        });
      case 'ping':
        return this.#carrier.send({ type: 'pong' });
      case 'events':
        return void this.#events(open, frame, size);
      case 'call.propose':
      case 'call.accept':
      case 'call.leave':
      case 'call.offer':
      case 'call.mute':
      case 'call.failed':
      case 'call.consent':
        return this.#speak(open, frame);
      default:
        return this.#chat(open, frame);
    }
  }

  /** Only its owner has conversations, so nobody else has a call. */
  #speak(open: Open, frame: VisitorCallFrame): void {
    if (!open.owned)
      return this.#carrier.send({ type: 'problem', problem: problem('visitor.token_invalid') });
    this.#unanswered += 1;
    void this.#use.calls.receive(open.link, frame).finally(() => (this.#unanswered -= 1));
  }

  /** Until the events are stored, only the number of their frame is kept. */
  #events(open: Open, frame: EventsFrame, size: FrameSize): Promise<void> | null {
    const { batch, events } = frame;
    this.#unanswered += 1;
    const collected = this.#collect(open, frame, size);
    void collected
      .then(({ refused, stored }) => stored.then(() => refused))
      .then((refused) => {
        this.#unanswered -= 1;
        if (!this.over) this.#carrier.send({ type: 'ack', batch, refused });
      });
    return events.length > eventsAtOnce ? collected.then(() => {}) : null;
  }

  async #collect(
    open: Open,
    { sentAt, events }: EventsFrame,
    { sizeBytes, eventSizes }: FrameSize,
  ): Promise<Collected> {
    this.#own(open);
    const { account, site, visitor, payer } = open.link;
    const [fresh, from] = [this.#fresh, this.#from];
    this.#fresh = false;
    const collected = await collectBatch(this.#use, {
      account,
      site,
      visitor,
      from,
      payer,
      fresh,
      trust: 'page',
      sender: open.sender,
      sentAt,
      sizeBytes,
      sizes: eventSizes,
      events,
      onAdmitted: (admitted) => {
        this.#moveOn(open, admitted);
        tellVerifications(this.#use.verifications, open, admitted);
      },
    });
    if (collected.refused.length < events.length) this.#from = null;
    return collected;
  }

  /** The current page is the one most recently opened or shown, in any tab. */
  #moveOn(open: Open, events: readonly AdmittedEvent[]): void {
    const last = events.findLast(
      ({ kind, name, pageView, properties }) =>
        pageView !== undefined &&
        (name === eventName.pageShown ||
          (kind === 'page' && properties[backgroundProperty] !== true)),
    );
    if (last?.pageView !== undefined) open.link.pageView = last.pageView;
  }

  #chat(open: Open, frame: ChatFrame): void {
    if (!open.owned) {
      const why = problem('visitor.token_invalid');
      this.#carrier.send(chatRefusal(frame, why));
      // The tag then takes a new id, with which the visitor may chat.
      return this.#carrier.send({ type: 'problem', problem: why });
    }
    this.#claim(open.link);
    const work = () => this.#hear(open.link, frame);
    const writing = (this.#writing ??= new InTurn(writingFrames));
    const done = writesInTurn(frame) ? writing.run(work) : work();
    if (done === null) return this.#carrier.send(chatRefusal(frame, problem('server.overloaded')));
    this.#unanswered += 1;
    void done.finally(() => (this.#unanswered -= 1));
  }

  async #hear(link: BrowserLink, frame: ChatFrame): Promise<void> {
    try {
      // Before the answer, after which a window takes a call that it was not told of for over.
      if (frame.type === 'chat.resume') this.#use.calls.tell(link, frame.conversation);
      await this.#use.chat.receive(link, frame);
    } catch (error) {
      this.#use.log.error('collect.chat_failed', { error: String(error) });
      this.#carrier.send(chatRefusal(frame, problemOf(error)));
    }
  }

  /** Claims the id for this browser. A failed claim is retried next time. */
  #claim({ account, visitor, pageView }: BrowserLink): void {
    if (this.#claimed) return;
    this.#claimed = true;
    this.#unanswered += 1;
    this.#use.claims
      .claim(account, visitor, pageView)
      .catch((error: unknown) => {
        this.#claimed = false;
        this.#use.log.warn('collect.claim_failed', { error: String(error) });
      })
      .finally(() => (this.#unanswered -= 1));
  }
}
