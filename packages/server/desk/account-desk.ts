// Owns one account's desk: steps it and performs the effects. The desk decides at once, in memory.
// desk-writes.ts then stores the results and publishes them.
import { type AddressAt, webChannel } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { nextDeadline } from '@opportune/core/conversation/deadlines.ts';
import {
  type Desk,
  type DeskEffect,
  type DeskInput,
  goingOn,
  openDesk,
  type QueuePlace,
} from '@opportune/core/conversation/desk.ts';
import { isLive } from '@opportune/core/conversation/reach.ts';
import {
  canTake,
  hasRoom,
  isPersonThere,
  isStaffed,
} from '@opportune/core/conversation/routing/routing.ts';
import { step } from '@opportune/core/conversation/step.ts';
import type { AgentChoice, Written } from '@opportune/core/ports/conversation-store.ts';
import { publish } from '@opportune/core/bus/bus-messages.ts';
import type { VisitSignals } from '@opportune/protocol/bus/card.ts';
import { privateAsked } from '@opportune/protocol/bus/changes.ts';
import { availabilityChanged } from '@opportune/protocol/bus/room.ts';
import { type AgentSignalled, agentSignalled } from '@opportune/protocol/bus/signals.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AccountId, ConversationId, SiteId, SkillId } from '@opportune/protocol/ids.ts';
import { refuse } from '../http/problem/refusal.ts';
import type { Audience } from './audience/audience.ts';
import { TellFree } from './audience/tell-free.ts';
import { Commands } from './answered-requests.ts';
import { conversationOf } from './writes/desk-records.ts';
import { type Along, DeskWrites } from './writes/desk-writes.ts';
import { JoinedReads } from './audience/joined-reads.ts';
import { PrivateDesk } from './private/private-desk.ts';
import type { DeskParts } from './seams.ts';
import { facesOf, presenceOf, ringOf } from './audience/views.ts';

export interface Applied {
  readonly refused: ErrorCode | null;
  /**
   * Resolves with what was written, once everything that the step changed is stored and published.
   */
  readonly stored: Promise<readonly Written[]>;
}

type AlongOf = ReadonlyMap<ConversationId, Along>;
const nothingAlong: AlongOf = new Map();

export class AccountDesk {
  readonly account: AccountId;
  readonly audience: Audience;
  readonly writes: DeskWrites;
  readonly commands = new Commands<ErrorCode | null>();
  readonly privates: PrivateDesk;
  readonly joinedReads = new JoinedReads((id) => this.record(id));
  readonly #use: DeskParts;
  readonly #desk: Desk;
  readonly #broken: () => void;
  #cancelTimer: () => void = () => {};
  /** Plans are read one after another, so that the newest applies. */
  #planning: Promise<void> = Promise.resolve();
  #staffed = false;
  #person = false;
  readonly #free: TellFree;
  #closed = false;

  /**
   * Calls `broken` if desk and store have diverged for good, or a step failed. The desk must then
   * be recreated.
   */
  constructor(use: DeskParts, account: AccountId, audience: Audience, broken: () => void) {
    this.account = account;
    this.audience = audience;
    this.#use = use;
    this.#broken = broken;
    this.#desk = openDesk(use.clock.now());
    this.#free = new TellFree(use, this.#desk, () =>
      this.writes.publish({ type: 'person-free', online: this.#staffed }),
    );
    this.privates = new PrivateDesk(this, use, (conversation, open) =>
      publish(use.bus, privateAsked, { account, conversation, open }),
    );
    this.writes = new DeskWrites(use, account, {
      place: (id) => this.place(id),
      opened: (record) => {
        // The contact may have left while the conversation was being stored.
        if (!audience.isHere(record)) this.apply({ type: 'contact.gone', id: record.id });
      },
      broken,
    });
  }

  /** Read-only. `apply` changes it. */
  get desk(): Desk {
    return this.#desk;
  }

  get staffed(): boolean {
    return this.#staffed;
  }

  /** Whether an agent is there for conversations of a skill, now or after its fallback wait. */
  staffedFor(skill: SkillId | null): boolean {
    return isStaffed(this.#desk, skill);
  }

  /**
   * The skill that the visit seems to need, if an agent with room has it. Nobody waits for a mere
   * guess.
   */
  wantedSkill(shown: VisitSignals | null, said: string): SkillId | null {
    const skill = this.#use.needOf(this.account, shown, said);
    const taken = [...this.#desk.agents.values()].some(
      (agent) => hasRoom(agent) && canTake(this.#desk, agent, skill),
    );
    return taken ? skill : null;
  }

  /** Agents who could answer now, as visitors of a site see them. A program has no face. */
  facesFor(site: SiteId, skill: SkillId | null) {
    return facesOf(this.#desk, skill, (user) => this.#use.photoOf(this.account, site, user));
  }

  /** The open conversation at an address and of a site. There is at most one. */
  openOf({ site, ...address }: AddressAt & Pick<Conversation, 'site'>): Conversation | undefined {
    const own = this.writes.records.of(address).map((id) => this.record(id));
    return own.find((each) => each?.site === site && this.#isOpen(each));
  }

  /** Whether it is open, resting or not. */
  goesOn(id: ConversationId): boolean {
    return goingOn(this.#desk, id) !== undefined;
  }

  /**
   * Who pays for its place in the queue: a connection of the contact, or a channel without
   * connections.
   */
  payerOf(at: AddressAt): string | null {
    const { channel } = at;
    return isLive(this.#desk, channel) ? this.audience.payerOf(at) : `channel ${channel}`;
  }

  /** Whether its contact wants no messages. A contact at a chat window is there. */
  async optedOut(id: ConversationId): Promise<boolean> {
    const { channel } = this.record(id) ?? {};
    return channel !== webChannel && this.#use.optedOut(this.account, id);
  }

  /** For channels that show it to their contacts. */
  signal({ id, channel, address }: Conversation, signal: AgentSignalled['signal']): void {
    const { bus } = this.#use;
    publish(bus, agentSignalled, {
      ...{ account: this.account, conversation: id, at: { channel, address }, signal },
    });
  }

  records(): readonly Conversation[] {
    return this.writes.records.all();
  }

  record(id: ConversationId): Conversation | undefined {
    return this.writes.records.get(id);
  }

  place(id: ConversationId): QueuePlace | null {
    return this.#desk.places.get(id) ?? null;
  }

  /** Begins with the stored state. */
  async restore(): Promise<void> {
    await Promise.all([this.replan(), this.rechannel()]);
    const [records, choices, handled] = await Promise.all([
      this.#use.store.unfinished(this.account),
      this.#use.store.choices(this.account),
      this.#use.handleTimes.newest(this.account),
    ]);
    this.apply({ type: 'handled', handled });
    for (const record of records) this.writes.records.set(record);
    const agents = choices
      .filter(
        ({ user, disabled }) => !disabled || records.some(({ agent }) => agent?.user === user),
      )
      .map(({ user, name, kind, room, state, reason, since, chosen }) => ({
        profile: { user, name, kind, room },
        state,
        reason,
        since,
        chosen,
      }));
    for (const { agent } of records) {
      if (agent === null || agents.some(({ profile }) => profile.user === agent.user)) continue;
      agents.push({
        profile: { ...agent, kind: 'person', room: 0 },
        state: 'offline',
        reason: null,
        since: this.#use.clock.now(),
        chosen: null,
      });
    }
    const { audience } = this;
    const conversations = records.map((record) => ({
      ...conversationOf(record),
      here: audience.isHere(record),
      payer: this.payerOf(record),
    }));
    audience.watchContacts((address, here) => this.#contactMoved(address, here));
    const { stored } = this.apply({ type: 'restore', agents, conversations });
    const gone = this.#giveUpDisabled(choices);
    // What visitors were last told may come from an earlier desk.
    this.#publishStaffed();
    await Promise.all([stored, gone]);
  }

  /** Releases conversations of agents who were disabled while no desk was running. */
  async #giveUpDisabled(choices: readonly AgentChoice[]): Promise<void> {
    const given = choices
      .filter(({ user, disabled }) => disabled === true && this.#desk.agents.has(user))
      .map(({ user, name, kind, room }) =>
        this.apply({ type: 'agent.changed', profile: { user, name, kind, room }, disabled: true }),
      );
    await Promise.all(given.map(({ stored }) => stored));
  }

  /**
   * Routes by the currently stored skills. Rejects if they cannot be read, and keeps the previous
   * ones.
   */
  replan(): Promise<void> {
    const next = this.#planning.then(async () => {
      const plan = await this.#use.plan(this.account);
      this.apply({ type: 'skills.changed', plan });
    });
    this.#planning = next.catch(() => {});
    return next;
  }

  /**
   * Uses the currently stored channels. Rejects if they cannot be read, and keeps the previous
   * ones.
   */
  async rechannel(): Promise<void> {
    const channels = await this.#use.channels(this.account);
    this.apply({ type: 'channels.changed', channels });
  }

  /**
   * Steps the desk. `along` is stored in the same transaction as the input's effect on that
   * conversation. If the input is refused, timeouts found in the same step are stored without it.
   * Never throws, because callers, timers and closing sockets could not handle it.
   */
  apply(input: DeskInput, along: AlongOf = nothingAlong): Applied {
    if (this.#closed) return undone('server.stopping');
    if (!this.writes.records.hasRoom && begins(input))
      return undone(input.type === 'conversation.start' ? 'queue.full' : 'server.overloaded');
    try {
      return this.#step(input, along);
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#use.log.error('a desk failed', { account: this.account, input: input.type, reason });
      // The state may contain half a step. What is stored is whole.
      this.#broken();
      return undone('server.failed');
    }
  }

  /** For its agent, a wrap-up is over. */
  #isOpen({ id }: Conversation): boolean {
    const status = goingOn(this.#desk, id)?.status;
    return status !== undefined && status !== 'wrap-up';
  }

  #step(input: DeskInput, along: AlongOf): Applied {
    const effects = step(this.#desk, input, this.#use.clock.now());
    const refused = effects.find((effect) => effect.type === 'refused');
    const carried = refused === undefined ? along : nothingAlong;
    const written: Promise<Written>[] = [];
    const others: Promise<void>[] = [];
    for (const effect of effects) {
      if (effect.type === 'conversation.changed') written.push(this.#store(effect, carried));
      else if (effect.type !== 'refused') others.push(this.#perform(effect));
    }
    this.#tellStaffed();
    this.#free.look();
    this.#setTimer();
    const stored = Promise.all([Promise.all(written), ...others]).then(([all]) => all);
    // A caller that does not await it must not fail. The failure is logged where it happens.
    stored.catch(() => {});
    return { refused: refused?.code ?? null, stored };
  }

  /** Nobody is available until the next desk reports otherwise. */
  tellNobody(): void {
    const { version } = this.#desk.availability;
    const skills = { '*': { free: 0, online: 0 } };
    this.#tellAvailability({ version: version + 1, at: this.#use.clock.now(), skills });
  }

  #tellAvailability(availability: Desk['availability']): void {
    publish(this.#use.bus, availabilityChanged, { account: this.account, availability });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelTimer();
    this.#free.close();
    this.privates.close();
    await this.writes.close();
  }

  #store(
    effect: Extract<DeskEffect, { type: 'conversation.changed' }>,
    along: AlongOf,
  ): Promise<Written> {
    return this.writes.storeConversation(
      { ...effect, nameOf: (user) => this.#desk.agents.get(user)?.profile.name ?? '' },
      along.get(effect.conversation.id) ?? {},
    );
  }

  #perform(
    effect: Exclude<DeskEffect, { type: 'refused' | 'conversation.changed' }>,
  ): Promise<void> {
    switch (effect.type) {
      case 'ring.began':
      case 'ring.ended': {
        const ring = ringOf(this.#desk, effect.id, effect.ring);
        const ended = effect.type === 'ring.ended' ? effect.why : null;
        return this.writes.publishAfter(effect.id, { type: 'ring', ring, ended });
      }
      case 'agent.changed': {
        const agent = presenceOf(this.#desk, effect.user);
        if (agent !== null) this.writes.publish({ type: 'presence', agent });
        return Promise.resolve();
      }
      case 'agent.remember':
        return this.#remember(effect);
      case 'conversation.handled':
        return this.#noteHandled(effect);
      case 'queue.moved':
        for (const [id, place] of effect.places) {
          const record = this.writes.records.get(id);
          if (record?.status === 'waiting') this.writes.publish({ type: 'moved', record, place });
        }
        return Promise.resolve();
      case 'availability.changed':
        this.#tellAvailability(effect.availability);
        this.writes.publish({ type: 'room', skills: effect.availability.skills });
        return Promise.resolve();
    }
  }

  /** Fire and forget: losing one sample is harmless. */
  async #noteHandled(of: Extract<DeskEffect, { type: 'conversation.handled' }>): Promise<void> {
    const at = this.#use.clock.now();
    void this.writes.queue
      .run(of.id, async () => this.#use.handleTimes.note(this.account, { ...of, at }))
      .catch((error: unknown) => {
        this.#use.log.warn('how long a conversation took was not kept', { reason: String(error) });
      });
  }

  #contactMoved(address: AddressAt, here: boolean): void {
    const payer = this.payerOf(address);
    for (const id of this.writes.records.of(address))
      this.apply(here ? { type: 'contact.here', id, payer } : { type: 'contact.gone', id });
  }

  #remember({
    user,
    state,
    reason,
    since,
    chosen,
  }: Extract<DeskEffect, { type: 'agent.remember' }>): Promise<void> {
    const profile = this.#desk.agents.get(user)?.profile;
    if (profile === undefined) return Promise.resolve();
    const { name, kind, room } = profile;
    const choice = { user, name, kind, room, state, reason, since, chosen };
    return this.writes.persist(`agent ${user}`, () =>
      this.#use.store.remember(this.account, choice),
    );
  }

  #tellStaffed(): void {
    const staffed = isStaffed(this.#desk);
    const person = isPersonThere(this.#desk);
    if (staffed === this.#staffed && person === this.#person) return;
    this.#staffed = staffed;
    this.#person = person;
    this.#publishStaffed();
  }

  #publishStaffed(): void {
    this.writes.publish({ type: 'agents-online', online: this.#staffed, person: this.#person });
  }

  #setTimer(): void {
    this.#cancelTimer();
    const next = nextDeadline(this.#desk);
    if (next === null || this.#closed) return;
    this.#cancelTimer = this.#use.schedule(Math.max(0, next - this.#use.clock.now()), () => {
      this.apply({ type: 'time' });
    });
  }
}

function begins({ type }: DeskInput): boolean {
  return [
    ...['conversation.start', 'conversation.begin', 'conversation.rest'],
    'conversation.call-back',
  ].includes(type);
}

function undone(refused: ErrorCode): Applied {
  const stored = Promise.reject<readonly Written[]>(refuse(refused));
  stored.catch(() => {});
  return { refused, stored };
}
