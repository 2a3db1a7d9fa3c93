// The calls that run in this process. Inputs of people, media, conversations and time go through the
// step of core; what follows is told to browsers, to the media host and to what is kept of calls. It
// checks no permission: sides.ts does.
import {
  type CallEffect,
  type CallInput,
  codecOf,
  isAgent,
  isAsked,
  type Leg,
} from '@opportune/core/call/call.ts';
import { nextDeadlineAt } from '@opportune/core/call/deadlines.ts';
import { step } from '@opportune/core/call/step.ts';
import type { MediaEvent } from '@opportune/core/ports/media.ts';
import type { CallServerFrame, SpokenCall } from '@opportune/protocol/conversation/spoken.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AccountId, CallId, ConversationId, LegId, UserId } from '@opportune/protocol/ids.ts';
import { CallRecords } from './call-records.ts';
import { followLead } from './colleague/follow-lead.ts';
import { noteTeam } from './colleague/note-team.ts';
import { teamFor } from './colleague/team-view.ts';
import { tellColleagues } from './colleague/tell-colleagues.ts';
import { Recorder } from './recording/recorder.ts';
import { callEndIn, endOf, noteHold, type Running, shownTo, spokeSeconds } from './running.ts';
import { settleQueue } from './settle-queue.ts';
import type { CallParts } from './seams.ts';
import { tellCall } from './tell-call.ts';
import { Waiting } from './waiting.ts';
import { iceServers } from './turn-credentials.ts';

/** Follows the conversations of an account for its calls. Returns how to stop. */
export type Follow = (use: CallParts, calls: Calls, account: AccountId) => () => void;

/** After a host that had no room for a telephone, or was too slow. */
const againMs = 1000;

type Ended = Extract<CallEffect, { type: 'leg.ended' }>;

export class Calls {
  readonly records: CallRecords;
  readonly recorder: Recorder;
  readonly waiting: Waiting;
  readonly #use: CallParts;
  readonly #follow: Follow;
  readonly #running = new Map<CallId, Running>();
  /** How to stop following the conversations of each account with a call. */
  readonly #following = new Map<AccountId, () => void>();
  readonly #stop: () => void;
  /** How often the media host has ended. */
  #ends = 0;

  constructor(use: CallParts, follow: Follow) {
    this.#use = use;
    this.#follow = follow;
    this.records = new CallRecords(use);
    this.waiting = new Waiting(use, () => this.all());
    this.recorder = new Recorder(
      use,
      (running) => this.#tell(running),
      (running, leg) =>
        void this.step(running, { type: 'announcement.play', leg, sound: 'recorded' }),
    );
    this.#stop = use.media.follow((event) => this.#heard(event));
  }

  get size(): number {
    return this.#running.size;
  }

  all(): readonly Running[] {
    return [...this.#running.values()];
  }

  find(id: CallId): Running | undefined {
    return this.#running.get(id);
  }

  /** A conversation has at most one. */
  inConversation(id: ConversationId): Running | undefined {
    return this.all().find(({ conversation }) => conversation === id);
  }

  /** An agent is in at most one, or asked. */
  ofAgent(account: AccountId, user: UserId): Running | undefined {
    return this.all().find(
      (each) => each.account === account && legOfAgent(each, user) !== undefined,
    );
  }

  /** The same, or as a supervisor. Nobody is in two. */
  ofUser(account: AccountId, user: UserId): Running | undefined {
    return this.all().find(
      (each) => each.account === account && legOfUser(each, user) !== undefined,
    );
  }

  add(running: Running): void {
    const { account, call } = running;
    this.#running.set(call.id, running);
    if (!this.#following.has(account))
      this.#following.set(account, this.#follow(this.#use, this, account));
  }

  /** Null, or why it was refused, which changed nothing. */
  step(running: Running, input: CallInput): ErrorCode | null {
    const effects = step(running.call, input, this.#use.clock.now());
    this.#perform(running, input, effects);
    const [refused] = effects.flatMap((effect) => (effect.type === 'refused' ? effect.code : []));
    return refused ?? null;
  }

  /** Ends a call for a reason of its own. */
  end(running: Running, ending: NonNullable<Running['ending']>): void {
    running.ending = ending;
    this.step(running, { type: 'call.close' });
  }

  /**
   * Joins the leg of a page to the media host, and answers it. A leg that was connected was lost for
   * the moment.
   */
  async offer(
    running: Running,
    leg: Leg,
    { carrier, sdp }: { readonly carrier: string; readonly sdp: string },
  ): Promise<ErrorCode | null> {
    if (leg.state === 'invited' || leg.state === 'ringing') return 'request.conflict';
    const { call, carriers, joining, offers } = running;
    const number = (offers.get(leg.id) ?? 0) + 1;
    offers.set(leg.id, number);
    const carries = (): void => {
      carriers.set(leg.id, carrier);
      joining.add(leg.id);
    };
    carries();
    if (leg.state === 'connected') this.step(running, { type: 'leg.lost', leg: leg.id });
    else this.#tell(running);
    const of = { call: call.id, leg: leg.id };
    const ends = this.#ends;
    const codec = codecOf(call);
    const first = await this.#use.media.join(of, sdp, codec);
    // If the host ended meanwhile, the second time starts it again.
    const isAgain = first === null && ends !== this.#ends && call.legs.has(leg.id);
    if (isAgain) carries();
    const answer = isAgain ? await this.#use.media.join(of, sdp, codec) : first;
    if (!call.legs.has(leg.id)) {
      await this.#use.media.leave(of);
      return null;
    }
    // Another offer has replaced it, or its page may no longer speak.
    if (offers.get(leg.id) !== number || carriers.get(leg.id) !== carrier) return null;
    if (answer === null) {
      joining.delete(leg.id);
      return 'call.no_sound';
    }
    // The host may have forgotten them.
    await this.#use.media.route(call.id, call.routes);
    // The call, or the leg, may have ended meanwhile.
    if (!call.legs.has(leg.id)) return null;
    this.recorder.follow(running, true);
    this.#tellLeg(running, leg, { type: 'call.answer', call: call.id, carrier, sdp: answer });
    return null;
  }

  /** Joins the telephone of a leg to the media host, also after the host ended. False: it is full. */
  async joinTelephone(running: Running, leg: LegId): Promise<boolean> {
    const { call } = running;
    const isJoined = await this.#use.media.line({ call: call.id, leg });
    if (!call.legs.has(leg)) await this.#use.media.leave({ call: call.id, leg });
    else if (isJoined) await this.#use.media.route(call.id, call.routes);
    return isJoined;
  }

  /** Ends the sound of a leg. Only a page that may still speak for it can offer another. */
  cut(running: Running, leg: Leg): void {
    void this.#use.media.leave({ call: running.call.id, leg: leg.id });
    running.carriers.delete(leg.id);
    if (leg.state === 'connected') this.step(running, { type: 'leg.lost', leg: leg.id });
    else this.#tell(running);
  }

  shown(running: Running, leg: Leg): SpokenCall {
    // One name for the whole call, so that a TURN server can bound what one leg takes.
    const from = running.call.startedAt;
    const team = teamFor(running, leg, this.#names(running));
    return { ...shownTo(running, leg), ...team, ice: iceServers(this.#use.turn, leg.id, from) };
  }

  frameFor(running: Running, leg: Leg): CallServerFrame {
    return { type: 'call', call: this.shown(running, leg), at: this.#use.clock.now() };
  }

  /** Forgets the calls of an account that is no longer there. */
  drop(account: AccountId): void {
    for (const running of this.all().filter((each) => each.account === account)) {
      for (const leg of running.call.legs.keys())
        void this.#use.media.leave({ call: running.call.id, leg });
      this.recorder.dropped(running);
      this.#forget(running);
    }
  }

  close(): void {
    this.#stop();
    for (const running of this.all()) this.#forget(running);
  }

  #perform(running: Running, input: CallInput, effects: readonly CallEffect[]): void {
    const { call } = running;
    const end = callEndIn(running, effects);
    noteHold(running, this.#use.clock.now());
    for (const effect of effects) {
      if (effect.type === 'leg.changed') this.#legChanged(running, effect.leg);
      if (effect.type === 'leg.ended') this.#legEnded(running, effect, end);
      if (effect.type === 'routed') void this.#use.media.route(call.id, effect.routes);
      if (effect.type === 'place.taken') this.#speaks(running, effect.user, true);
      if (effect.type === 'place.returned') this.#speaks(running, effect.user, false);
    }
    this.recorder.follow(running);
    if (end !== null) {
      this.records.ended(running, end);
      tellCall(this.#use, running, end);
      this.recorder.ended(running);
      this.#forget(running);
      settleQueue(this.#use, running, end);
      return tellOutcome(running);
    }
    if (call.connectedAt !== null) tellOutcome(running);
    const isLedAnew = followLead(this.#use, running);
    if (isLedAnew || happens(effects, 'call.connected', 'owner.changed'))
      this.records.changed(running);
    if (happens(effects, 'agent.wanted')) return this.#endAlone(running, effects);
    noteTeam(this.records, running, this.#names(running));
    tellColleagues(running, { input, effects }, this.#names(running), (user, frame) =>
      this.#use.desks.open(running.account)?.audience.tellUser(user, frame),
    );
    if (effects.some(({ type }) => type !== 'refused')) this.#tell(running);
    this.waiting.tell(running.account);
    this.#setTimer(running);
  }

  /** No other agent is sought for a call: they have the conversation in writing. */
  #endAlone(running: Running, effects: readonly CallEffect[]): void {
    const [reason] = effects.flatMap((effect) =>
      effect.type === 'leg.ended' ? (endOf(running, effect) ?? []) : [],
    );
    running.isLeftByAgent = true;
    this.end(running, reason ?? 'hung-up');
  }

  #legChanged(running: Running, { id, state, party }: Leg): void {
    if (party.type === 'announcement')
      void this.#use.media.play({ call: running.call.id, leg: id }, party.sound);
    // A supervisor accepts nothing.
    if (id === running.proposer || state !== 'connecting' || party.type === 'supervisor') return;
    running.acceptedAt ??= this.#use.clock.now();
  }

  #legEnded(running: Running, ended: Ended, end: ReturnType<typeof callEndIn>): void {
    const { call, conversation, carriers, joining, telephones } = running;
    telephones.get(ended.leg)?.hangUp();
    telephones.delete(ended.leg);
    carriers.delete(ended.leg);
    running.offers.delete(ended.leg);
    joining.delete(ended.leg);
    void this.#use.media.leave({ call: call.id, leg: ended.leg });
    this.#tellLeg(running, ended, {
      ...{ type: 'call.over', call: call.id, conversation },
      reason: endOf(running, ended) ?? end ?? 'hung-up',
      spokeS: hasLed(running, ended) ? spokeSeconds(call, this.#use.clock.now()) : null,
    });
  }

  #names({ account }: Running): (user: UserId) => string {
    const agents = this.#use.desks.open(account)?.desk.agents;
    return (user) => agents?.get(user)?.profile.name ?? '';
  }

  #speaks({ account }: Running, user: UserId, isSpeaking: boolean): void {
    this.#use.desks.open(account)?.apply({ type: 'agent.speaks', user, isSpeaking });
  }

  #tell(running: Running): void {
    for (const leg of running.call.legs.values())
      this.#tellLeg(running, leg, this.frameFor(running, leg));
  }

  /** To every connection of a side. */
  #tellLeg(
    { account, conversation }: Running,
    { party }: Pick<Leg, 'party'>,
    frame: CallServerFrame,
  ): void {
    const desk = this.#use.desks.open(account);
    if ('user' in party) desk?.audience.tellUser(party.user, frame);
    const record = desk?.record(conversation);
    if (party.type === 'visitor' && record !== undefined)
      desk?.audience.tellContact(record, { type: 'spoken', frame });
  }

  #heard(event: MediaEvent): void {
    if (event.type === 'ended') {
      this.#ends += 1;
      for (const running of this.all()) this.#lost(running);
      return;
    }
    const running = this.find(event.call);
    if (running === undefined) return;
    if (event.type === 'heard') return running.telephones.get(event.leg)?.hear(event.sound);
    if (event.type === 'full') return this.recorder.full(running);
    if (event.type === 'played')
      return void this.step(running, { type: 'announcement.played', leg: event.leg });
    running.joining.delete(event.leg);
    const refused = this.step(running, { type: `leg.${event.type}`, leg: event.leg });
    // A leg that was lost is lost again, and its page may offer once more.
    if (refused !== null && this.find(event.call) !== undefined) this.#tell(running);
  }

  /** Pages whose sound is on the way offer it again. */
  #lost(running: Running): void {
    running.joining.clear();
    for (const { id, state } of running.call.legs.values()) {
      if (state === 'connecting') running.carriers.delete(id);
      if (state === 'connected') this.step(running, { type: 'leg.lost', leg: id });
    }
    for (const leg of running.call.legs.values())
      if (leg.party.type === 'telephone' && !isAsked(leg)) void this.#joinAgain(running, leg.id);
    if (this.#running.has(running.call.id)) this.#tell(running);
  }

  /** Until it has joined, or its time is over. */
  async #joinAgain(running: Running, leg: LegId): Promise<void> {
    const ends = this.#ends;
    if ((await this.joinTelephone(running, leg)) || ends !== this.#ends) return;
    if (running.call.legs.get(leg)?.state !== 'lost') return;
    this.#use.schedule(againMs, () => void this.#joinAgain(running, leg));
  }

  #setTimer(running: Running): void {
    running.cancelTimer();
    const due = nextDeadlineAt(running.call);
    if (due === null) return;
    const delayMs = Math.max(0, due - this.#use.clock.now());
    running.cancelTimer = this.#use.schedule(
      delayMs,
      () => void this.step(running, { type: 'time' }),
    );
  }

  #forget(running: Running): void {
    const { account, call } = running;
    running.cancelTimer();
    this.#running.delete(call.id);
    this.waiting.tell(account);
    if (this.all().some((each) => each.account === account)) return;
    this.#following.get(account)?.();
    this.#following.delete(account);
  }
}

/** How long a call was is told to its customer, and to the agent who led it last. */
function hasLed({ leader }: Running, { party }: Ended): boolean {
  return party.type !== 'agent' || leader === null || party.user === leader;
}

function happens(effects: readonly CallEffect[], ...types: CallEffect['type'][]): boolean {
  return effects.some(({ type }) => types.includes(type));
}

function tellOutcome(running: Running): void {
  running.outcome?.(running.call.connectedAt !== null);
  running.outcome = null;
}

export function legOfAgent({ call }: Running, user: UserId): Leg | undefined {
  return [...call.legs.values()].find(
    (leg) => isAgent(leg) && leg.party.type === 'agent' && leg.party.user === user,
  );
}

/** Of an agent, or of a supervisor. */
export function legOfUser({ call }: Running, user: UserId): Leg | undefined {
  return [...call.legs.values()].find(({ party }) => 'user' in party && party.user === user);
}

export function legOfVisitor({ call }: Running): Leg | undefined {
  return [...call.legs.values()].find(({ party }) => party.type === 'visitor');
}
