// The owner of one account's desk. Steps it, stores what the step came to, publishes it, in this
// order, one conversation's writes one after another. The desk decides at once; what readers see
// and what is acknowledged is always stored first.
import { nextDeadline } from '@opportune/core/conversation/deadlines.ts';
import {
  type Desk,
  type DeskEffect,
  type DeskInput,
  openDesk,
  type TalkOutcome,
} from '@opportune/core/conversation/desk.ts';
import { isStaffed } from '@opportune/core/conversation/routing.ts';
import { step } from '@opportune/core/conversation/step.ts';
import type {
  ConversationRecord,
  Marks,
  NewConversation,
  NewMessage,
  RecordChange,
  Written,
} from '@opportune/core/ports/conversation-store.ts';
import type { SystemNote } from '@opportune/protocol/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import {
  type AccountId,
  type ConversationId,
  MessageId,
  type VisitorId,
} from '@opportune/protocol/ids.ts';
import type { Audience } from './audience.ts';
import { Commands } from './commands.ts';
import {
  asNews,
  changeOf,
  firstAnswer,
  highest,
  leftBehind,
  stands,
  talkOf,
} from './desk-records.ts';
import { tellEngine } from './engine-events.ts';
import { Lanes } from './lanes.ts';
import { OpenRecords } from './open-records.ts';
import { type Publication, publicationTopic } from './publication.ts';
import type { ConverseDependencies } from './seams.ts';
import { untilStored } from './until-stored.ts';
import { presenceOf } from './views.ts';

type TalkChanged = Extract<DeskEffect, { type: 'talk.changed' }>;

/** What else belongs into the transaction of a step's conversation. */
export interface Along {
  /** The conversation is new. */
  readonly open?: { readonly request: string; readonly made: NewConversation };
  readonly messages?: readonly NewMessage[];
  readonly change?: RecordChange;
  readonly request?: string;
}

export interface Applied {
  readonly refused: ErrorCode | null;
  /** Resolves when everything that the step changed is stored and published. */
  readonly stored: Promise<void>;
}

export class AccountDesk {
  readonly account: AccountId;
  readonly audience: Audience;
  readonly lanes = new Lanes();
  readonly commands = new Commands<ErrorCode | null>();
  readonly #use: ConverseDependencies;
  readonly #desk: Desk;
  readonly #records = new OpenRecords();
  readonly #marks = new Map<ConversationId, Partial<Marks>>();
  /** Conversations with a write that failed, so that nobody knows whether it is stored. */
  readonly #doubtful = new Set<ConversationId>();
  readonly #broken: () => void;
  #cancelTimer: () => void = () => {};
  #staffed = false;
  #closed = false;

  /** `broken` is called when desk and store came apart for good: the desk is to be made anew. */
  constructor(
    use: ConverseDependencies,
    account: AccountId,
    audience: Audience,
    broken: () => void,
  ) {
    this.account = account;
    this.audience = audience;
    this.#use = use;
    this.#broken = broken;
    this.#desk = openDesk(use.clock.now());
  }

  /** For reading only; `apply` changes it. */
  get desk(): Desk {
    return this.#desk;
  }

  get staffed(): boolean {
    return this.#staffed;
  }

  records(): readonly ConversationRecord[] {
    return this.#records.all();
  }

  record(id: ConversationId): ConversationRecord | undefined {
    return this.#records.get(id);
  }

  position(id: ConversationId): number | null {
    return this.#desk.positions.get(id) ?? null;
  }

  /** Begins with what is stored. */
  async restore(): Promise<void> {
    const [records, choices] = await Promise.all([
      this.#use.store.unfinished(this.account),
      this.#use.store.choices(this.account),
    ]);
    for (const record of records) this.#records.set(record);
    const agents = choices.map(({ user, name, room, state, since }) => ({
      profile: { user, name, room, skills: [] },
      state,
      since,
    }));
    for (const { agent } of records) {
      if (agent === null || agents.some(({ profile }) => profile.user === agent.user)) continue;
      agents.push({
        profile: { ...agent, room: 0, skills: [] },
        state: 'offline',
        since: this.#use.clock.now(),
      });
    }
    await this.apply({ type: 'restore', agents, talks: records.map(talkOf) }).stored;
    this.audience.watchVisitors((visitor, here) => this.#visitorMoved(visitor, here));
    for (const { id, visitor } of records)
      if (this.audience.isHere(visitor)) this.apply({ type: 'visitor.connected', id });
  }

  /** Steps the desk. `along` is stored together with what the step does to that conversation. */
  apply(input: DeskInput, along: ReadonlyMap<ConversationId, Along> = new Map()): Applied {
    if (this.#closed) return { refused: 'server.stopping', stored: Promise.resolve() };
    const effects = step(this.#desk, input, this.#use.clock.now());
    let refused: ErrorCode | null = null;
    const stored: Promise<void>[] = [];
    for (const effect of effects) {
      if (effect.type === 'refused') refused = effect.code;
      else stored.push(this.#perform(effect, along));
    }
    this.#tellStaffed();
    this.#setTimer();
    const all = Promise.all(stored).then(() => undefined);
    // Whoever does not wait for it is not brought down by it; it is logged where it failed.
    all.catch(() => {});
    return { refused, stored: all };
  }

  /** Appends to a conversation and publishes; rejects where it cannot be stored, null where there is none. */
  append(
    id: ConversationId,
    messages: readonly NewMessage[],
    change: RecordChange = {},
    request?: string,
  ): Promise<Written | null> {
    return this.lanes.run(id, async () => {
      const before = await this.#stored(id);
      const answered = firstAnswer(before, messages)
        ? { answeredAt: messages[0]?.at ?? this.#use.clock.now() }
        : {};
      const changed = { ...change, ...answered };
      const written = await this.#use.store
        .append(this.account, id, messages, changed, request)
        .catch((error: unknown) => {
          this.#doubtful.add(id);
          throw error;
        });
      if (written === null) return null;
      // What a failed try may have stored was told to nobody: it is news when it comes again.
      const told = this.#doubtful.delete(id) ? asNews(written) : written;
      const news = told.messages.some(({ repeat }) => !repeat) || Object.keys(change).length > 0;
      if (news) this.#publishWritten(told, before, stands(before, written.record));
      return written;
    });
  }

  /** Begins a conversation that is nobody's turn: a message that was left. */
  leaveMessage(
    request: string,
    made: NewConversation,
    messages: readonly NewMessage[],
  ): Promise<Written> {
    return this.lanes.run(made.id, async () => {
      const written = await this.#use.store.open(this.account, request, made, messages);
      this.#publishWritten(written, null, 'everybody');
      return written;
    });
  }

  /** Raises marks: many in a row become one write. */
  mark(record: ConversationRecord, marks: Partial<Marks>): void {
    const waiting = this.#marks.get(record.id);
    if (waiting !== undefined) {
      this.#marks.set(record.id, highest(waiting, marks));
      return;
    }
    this.#marks.set(record.id, marks);
    void this.lanes
      .run(record.id, () => this.#writeMarks(record.id))
      .catch((error: unknown) => {
        this.#use.log.warn('marks were not stored', { reason: String(error) });
      });
  }

  publish(publication: Publication): void {
    this.#use.bus.publish(publicationTopic(this.account), publication);
  }

  systemMessage(note: SystemNote): NewMessage {
    return {
      id: MessageId.parse(this.#use.ids.next()),
      author: { type: 'system' },
      body: { type: 'system', note },
      at: this.#use.clock.now(),
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelTimer();
    await this.lanes.idle();
  }

  #perform(
    effect: Exclude<DeskEffect, { type: 'refused' }>,
    along: ReadonlyMap<ConversationId, Along>,
  ): Promise<void> {
    switch (effect.type) {
      case 'talk.changed':
        return this.#storeTalk(effect, along.get(effect.talk.id) ?? {});
      case 'agent.changed': {
        const agent = this.#desk.agents.get(effect.user);
        if (agent !== undefined) this.publish({ type: 'presence', agent: presenceOf(agent) });
        return Promise.resolve();
      }
      case 'agent.remember':
        return this.#remember(effect);
      case 'queue.moved':
        for (const [id, position] of effect.positions) {
          const record = this.#records.get(id);
          if (record?.status === 'waiting') this.publish({ type: 'moved', record, position });
        }
        return Promise.resolve();
      case 'availability.changed':
        this.#use.bus.publish('availability.changed', {
          account: this.account,
          version: effect.availability.version,
        });
        return Promise.resolve();
    }
  }

  #storeTalk({ talk, notes }: TalkChanged, along: Along): Promise<void> {
    const left = leftBehind(this.#records.get(talk.id), notes, (record) =>
      this.#use.origins.addressOf(this.account, record.visitor),
    );
    const change = {
      ...changeOf(talk, this.#nameOf(talk), this.#use.clock.now()),
      ...left.change,
      ...along.change,
    };
    const messages = [
      ...(along.messages ?? []),
      ...[...notes, ...left.notes].map((note) => this.systemMessage(note)),
    ];
    return this.lanes.run(talk.id, () =>
      this.#persist(async () => {
        const before = along.open === undefined ? await this.#stored(talk.id) : null;
        if (along.open !== undefined) {
          const { request, made } = along.open;
          await this.#use.store.open(this.account, request, made, along.messages ?? []);
        }
        const ended = before?.endedAt != null && change.endedAt != null;
        const kept = ended ? { ...change, endedAt: before.endedAt } : change;
        const { account } = this;
        const written = await this.#use.store.append(
          account,
          talk.id,
          messages,
          kept,
          along.request,
        );
        if (written === null) throw new Error('a conversation of the desk is not in the store');
        // All of it is news, even what an earlier try has stored without our hearing of it.
        this.#publishWritten(asNews(written), before, 'everybody');
      }),
    );
  }

  /** The record before a write; the store's, where it is none of an open conversation. */
  async #stored(id: ConversationId): Promise<ConversationRecord | null> {
    return this.#records.get(id) ?? (await this.#use.store.load(this.account, id));
  }

  /** The desk has moved already, so this goes on until it is stored or the server stops. */
  #persist(work: () => Promise<void>): Promise<void> {
    return untilStored(this.#use, () => this.#closed, work).catch((error: unknown) => {
      if (!this.#closed) this.#broken();
      throw error;
    });
  }

  #publishWritten(
    { record, messages }: Written,
    before: ConversationRecord | null,
    told: 'everybody' | 'nobody',
  ): void {
    this.#keep(record);
    const fresh = messages.filter(({ repeat }) => !repeat).map(({ message }) => message);
    this.publish({
      type: 'written',
      record,
      messages: fresh,
      position: this.position(record.id),
      stands: told,
    });
    tellEngine(this.#use.tellVisitor, this.account, record, before);
  }

  #keep(record: ConversationRecord): void {
    if (record.status === 'ended' || record.status === 'message')
      return this.#records.delete(record);
    const isNew = !this.#records.has(record.id);
    this.#records.set(record);
    // They may have gone while the conversation was being stored.
    if (isNew && !this.audience.isHere(record.visitor))
      this.apply({ type: 'visitor.disconnected', id: record.id });
  }

  #visitorMoved(visitor: VisitorId, here: boolean): void {
    for (const id of this.#records.of(visitor))
      this.apply({ type: here ? 'visitor.connected' : 'visitor.disconnected', id });
  }

  async #writeMarks(id: ConversationId): Promise<void> {
    const marks = this.#marks.get(id) ?? {};
    this.#marks.delete(id);
    const record = await this.#use.store.mark(this.account, id, marks);
    if (record === null) return;
    if (this.#records.has(id)) this.#records.set(record);
    this.publish({
      type: 'written',
      record,
      messages: [],
      position: this.position(id),
      stands: 'its-own',
    });
  }

  #remember({
    user,
    state,
    since,
  }: Extract<DeskEffect, { type: 'agent.remember' }>): Promise<void> {
    const profile = this.#desk.agents.get(user)?.profile;
    if (profile === undefined) return Promise.resolve();
    const { name, room } = profile;
    return this.lanes.run(`agent ${user}`, () =>
      this.#persist(() =>
        this.#use.store.remember(this.account, { user, name, room, state, since }),
      ),
    );
  }

  #nameOf({ agent }: TalkOutcome): string {
    return agent === null ? '' : (this.#desk.agents.get(agent)?.profile.name ?? '');
  }

  #tellStaffed(): void {
    const staffed = isStaffed(this.#desk);
    if (staffed === this.#staffed) return;
    this.#staffed = staffed;
    this.publish({ type: 'agents-online', online: staffed });
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
