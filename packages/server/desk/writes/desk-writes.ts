// Stores and then publishes what happens in an account's conversations, each conversation's writes
// one after another. Everything that readers see and that is acknowledged is stored first. It knows
// nothing of routing; the desk passes it the result of each step.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { type Publication, publicationsOf } from '@opportune/protocol/bus/conversations.ts';
import { type AddressAt, addressKey, webChannel } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { QueuePlace, ConversationOutcome } from '@opportune/core/conversation/desk.ts';
import type {
  Marks,
  NewConversation,
  NewMessage,
  ConversationChange,
  Written,
} from '@opportune/core/ports/conversation-store.ts';
import type {
  Aside,
  MessageBody,
  SystemNote,
} from '@opportune/protocol/conversation/conversation.ts';
import {
  type AccountId,
  type ConversationId,
  MessageId,
  type UserId,
} from '@opportune/protocol/ids.ts';
import { asNews, changeOf, firstAnswer, highest, stands } from './desk-records.ts';
import { type Change, tellEngine } from './engine-events.ts';
import { KeyedQueue } from '../../http/keyed-queue.ts';
import { leftBehind, nothingLeft } from './left-behind.ts';
import { OpenConversations } from './open-conversations.ts';
import type { DeskParts } from '../seams.ts';
import { untilStored } from './until-stored.ts';

/** What else belongs to the transaction of a step's conversation. */
export interface Along {
  /** The conversation is new. */
  readonly open?: { readonly request: string; readonly made: NewConversation };
  readonly messages?: readonly NewMessage[];
  readonly change?: ConversationChange;
  readonly request?: string;
  /** As reported to the engine. */
  readonly reopenedBy?: 'agent';
}

/** What to write to a conversation. Null writes nothing, whatever was asked for. */
export type Decided = {
  readonly messages: readonly NewMessage[];
  readonly change: ConversationChange;
} | null;

/** The result of a step for one conversation. */
export interface ConversationStep {
  readonly conversation: ConversationOutcome;
  readonly notes: readonly SystemNote[];
  readonly asides: readonly Aside[];
  nameOf(user: UserId): string;
}

interface ConversationWrite {
  readonly id: ConversationId;
  readonly messages: readonly NewMessage[];
  readonly change: ConversationChange;
  readonly along: Along;
}

/** What the writes need from the desk. */
export interface DeskSide {
  /** Its place in the queue, or null. */
  place(id: ConversationId): QueuePlace | null;
  /** The conversation is stored and was not open before. */
  opened(record: Conversation): void;
  /** Desk and store have diverged for good. */
  broken(): void;
}

export class DeskWrites {
  readonly queue = new KeyedQueue();
  /** The stored records of open conversations. */
  readonly records: OpenConversations;
  readonly #use: DeskParts;
  readonly #account: AccountId;
  readonly #desk: DeskSide;
  readonly #marks = new Map<ConversationId, Partial<Marks>>();
  /** Conversations with a failed write whose outcome is unknown, with their state before it. */
  readonly #doubtful = new Map<ConversationId, Conversation>();
  #closed = false;

  constructor(use: DeskParts, account: AccountId, desk: DeskSide) {
    this.#use = use;
    this.#account = account;
    this.records = new OpenConversations(use.room);
    this.#desk = desk;
  }

  /**
   * Appends to a conversation and publishes. Rejects if it cannot be stored. Null if there is no
   * such conversation.
   */
  append(
    id: ConversationId,
    messages: readonly NewMessage[],
    change: ConversationChange = {},
    request?: string,
  ): Promise<Written | null> {
    return this.decide(id, () => ({ messages, change }), request);
  }

  /**
   * Like `append`, but `decide` sees the record once all earlier writes are stored. Null if nothing
   * is to be written. Rejects with what `decide` throws.
   */
  decide(
    id: ConversationId,
    decide: (record: Conversation) => Decided | Promise<Decided>,
    request?: string,
  ): Promise<Written | null> {
    const askedAt = this.#use.clock.now();
    return this.queue.run(id, async () => {
      const before = await this.#stored(id);
      if (before === null) return null;
      const decided = await decide(before);
      if (decided === null) return null;
      const { messages, change } = decided;
      const changed = { ...change, ...firstAnswer(before, messages) };
      const written = await this.#use.store
        .append(this.#account, id, messages, changed, request)
        .catch((error: unknown) => {
          this.#doubt(before);
          throw error;
        });
      if (written === null) return null;
      // Changes of a failed write must be published too.
      const was = this.#doubtful.get(id) ?? before;
      const told = await this.#withUntold(written);
      const news = told.messages.some(({ repeat }) => !repeat) || Object.keys(change).length > 0;
      if (news) this.#publishWritten(told, { before: was, told: stands(was, written.record) });
      if (before.channel === webChannel) this.#use.pace.note(this.#use.clock.now() - askedAt);
      return written;
    });
  }

  /** Runs work at an address one after another: begin, continue, end and merge. */
  ofAddress<T>(address: AddressAt, work: () => Promise<T>): Promise<T> {
    return this.queue.run(`address ${addressKey(address)}`, work);
  }

  /** Resolves once everything pending about conversations at an address is stored or given up. */
  async settled(address: AddressAt): Promise<void> {
    await Promise.all(this.records.of(address).map((id) => this.settledOf(id)));
  }

  /** Resolves once everything pending about a conversation is stored or given up. */
  settledOf(id: ConversationId): Promise<void> {
    return this.queue.run(id, async () => {});
  }

  /** Begins a conversation that needs no routing: a message that was left. */
  leaveMessage(
    request: string,
    made: NewConversation,
    messages: readonly NewMessage[],
  ): Promise<Written> {
    const open = async (): Promise<Written> => {
      // If an earlier attempt stored it without confirmation, all of it must be published.
      const written = asNews(await this.#use.store.open(this.#account, request, made, messages));
      this.#publishWritten(written, { before: null, told: 'everybody' });
      return written;
    };
    return this.queue.run(made.id, () => this.untilStored(open));
  }

  /** Publishes changes made outside of the desk, after pending writes of the conversation. */
  readAgain(id: ConversationId): Promise<void> {
    return this.queue.run(id, async () => {
      const record = await this.#use.store.load(this.#account, id);
      if (record === null || !this.records.has(id)) return;
      this.records.set(record);
      const place = this.#desk.place(id);
      this.publish({ type: 'written', record, messages: [], place, stands: 'everybody' });
    });
  }

  /** Erases the words of a message that its contact deleted, after pending writes. */
  erase(id: ConversationId, message: MessageId): Promise<void> {
    return this.queue.run(id, () => this.#use.store.erase(this.#account, id, [message]));
  }

  /** Raises marks. Several in a row become one write. */
  mark(record: Conversation, marks: Partial<Marks>): void {
    const waiting = this.#marks.get(record.id);
    if (waiting !== undefined) {
      this.#marks.set(record.id, highest(waiting, marks));
      return;
    }
    this.#marks.set(record.id, marks);
    // The senders of the marks have moved on and do not resend them. Others may write between two
    // attempts.
    this.untilStored(() => this.queue.run(record.id, () => this.#writeMarks(record.id))).catch(
      (error: unknown) => {
        this.#marks.delete(record.id);
        this.#use.log.warn('marks were not stored', { reason: String(error) });
      },
    );
  }

  /**
   * Stores the result of a step. The desk has already changed, so this retries until it is stored.
   */
  storeConversation(step: ConversationStep, along: Along): Promise<Written> {
    const { conversation, notes, asides } = step;
    const change = {
      ...changeOf(conversation, step.nameOf, this.#use.clock.now()),
      ...along.change,
    };
    const messages = [
      ...(along.messages ?? []),
      ...notes.map((note) => this.systemMessage(note)),
      ...asides.map((aside) => this.fromSystem({ type: 'aside', aside })),
    ];
    // The state before the first attempt. If an attempt was stored without confirmation, a later
    // read would show no change, and the engine would miss it.
    let before: Conversation | null | undefined = along.open === undefined ? undefined : null;
    let left = notes.some(({ type }) => type === 'abandoned') ? null : nothingLeft;
    return this.persist(conversation.id, async () => {
      if (before === undefined) before = await this.#stored(conversation.id);
      // Created once, so that every retry is the same write.
      left ??= await leftBehind(this.#use, this.#account, before, (note) =>
        this.systemMessage(note),
      );
      return this.#writeConversation(before, {
        id: conversation.id,
        messages: [...messages, ...left.messages],
        change: { ...change, ...left.change, ...firstAnswer(before, messages) },
        along,
      });
    });
  }

  /** Retries until it is stored or the server stops. */
  persist<Done>(key: string, work: () => Promise<Done>): Promise<Done> {
    return this.queue.run(key, () =>
      this.untilStored(work).catch((error: unknown) => {
        if (!this.#closed) this.#desk.broken();
        throw error;
      }),
    );
  }

  /** Retries while the store may recover. Rejects when it gives up. */
  untilStored<Done>(work: () => Promise<Done>): Promise<Done> {
    return untilStored(this.#use, () => this.#closed, work);
  }

  publish(publication: Publication): void {
    publish(this.#use.bus, publicationsOf(this.#account), publication);
  }

  /**
   * Publishes after pending writes of a conversation, so that nobody is told of something they
   * cannot see yet.
   */
  publishAfter(conversation: ConversationId, publication: Publication): Promise<void> {
    return this.queue.run(conversation, async () => this.publish(publication));
  }

  systemMessage(note: SystemNote): NewMessage {
    return this.fromSystem({ type: 'system', note });
  }

  /** Resolves when nothing is pending. Gives up what cannot be stored. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.queue.idle();
    this.records.close();
  }

  fromSystem(body: MessageBody): NewMessage {
    return {
      id: MessageId.parse(this.#use.ids.next()),
      author: { type: 'system' },
      body,
      at: this.#use.clock.now(),
    };
  }

  async #writeConversation(
    before: Conversation | null,
    { id, messages, change, along }: ConversationWrite,
  ): Promise<Written> {
    const { store } = this.#use;
    const ended = before?.endedAt != null && change.endedAt != null;
    const kept = ended ? { ...change, endedAt: before.endedAt } : change;
    const { open } = along;
    const written =
      open === undefined
        ? await store.append(this.#account, id, messages, kept, along.request)
        : await store.open(this.#account, open.request, open.made, messages, kept);
    if (written?.record.id !== id)
      throw new Error('a conversation of the desk is not in the store');
    // Publishes all of it, including what an earlier attempt stored without confirmation.
    const told = await this.#withUntold(asNews(written));
    this.#publishWritten(told, { before, told: 'everybody', reopenedBy: along.reopenedBy });
    return written;
  }

  #doubt(before: Conversation): void {
    if (!this.#doubtful.has(before.id)) this.#doubtful.set(before.id, before);
  }

  /**
   * A failed write may have been stored without being published, and perhaps nobody resends it. It
   * is published before the next write, so that no reader who asks for messages after their last
   * number skips it.
   */
  async #withUntold(written: Written): Promise<Written> {
    const { id, lastSequence } = written.record;
    const before = this.#doubtful.get(id);
    if (before === undefined) return written;
    const after = before.lastSequence;
    const limit = lastSequence - after;
    const untold =
      limit < 1
        ? []
        : await this.#use.store.after(this.#account, id, { after, limit, notes: true });
    this.#doubtful.delete(id);
    return { ...written, messages: untold.map((message) => ({ message, repeat: false })) };
  }

  /** The record before a write. Read from the store if the conversation is not open. */
  async #stored(id: ConversationId): Promise<Conversation | null> {
    return this.records.get(id) ?? (await this.#use.store.load(this.#account, id));
  }

  #publishWritten(
    { record, messages }: Written,
    { told, ...of }: Omit<Change, 'after'> & { readonly told: 'everybody' | 'nobody' },
  ): void {
    this.#keep(record);
    const fresh = messages.filter(({ repeat }) => !repeat).map(({ message }) => message);
    this.publish({
      type: 'written',
      record,
      messages: fresh,
      place: this.#desk.place(record.id),
      stands: told,
    });
    tellEngine(this.#use.tellVisitor, this.#account, { ...of, after: record });
  }

  #keep(record: Conversation): void {
    if (record.status === 'ended' || record.status === 'message')
      return this.records.delete(record);
    const isNew = !this.records.has(record.id);
    this.records.set(record);
    if (isNew) this.#desk.opened(record);
  }

  async #writeMarks(id: ConversationId): Promise<void> {
    const marks = this.#marks.get(id) ?? {};
    const record = await this.#use.store.mark(this.#account, id, marks);
    // Marks raised meanwhile are written next.
    const raised = this.#marks.get(id);
    this.#marks.delete(id);
    if (record === null) return;
    if (raised !== undefined && raised !== marks) this.mark(record, raised);
    if (this.records.has(id)) this.records.set(record);
    this.publish({
      type: 'written',
      record,
      messages: [],
      place: this.#desk.place(id),
      stands: 'its-own',
    });
  }
}
