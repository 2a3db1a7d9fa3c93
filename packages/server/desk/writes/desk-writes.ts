// Stores what happens in an account's conversations and publishes it, in this order, one
// conversation's writes one after another. What readers see and what is acknowledged is always
// stored first. It knows nothing of routing: the desk says what a step came to.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { type Publication, publicationsOf } from '@opportune/protocol/bus/conversations.ts';
import { type AddressAt, addressKey } from '@opportune/protocol/contact/contact.ts';
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

/** What else belongs into the transaction of a step's conversation. */
export interface Along {
  /** The conversation is new. */
  readonly open?: { readonly request: string; readonly made: NewConversation };
  readonly messages?: readonly NewMessage[];
  readonly change?: ConversationChange;
  readonly request?: string;
  /** As the engine is told. */
  readonly reopenedBy?: 'agent';
}

/** What is to be written of a conversation; null: nothing, whatever was asked for. */
export type Decided = {
  readonly messages: readonly NewMessage[];
  readonly change: ConversationChange;
} | null;

/** What a step came to for one conversation. */
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

/** What the writes want of the desk. */
export interface DeskSide {
  /** Its place in the queue; null where it has none. */
  place(id: ConversationId): QueuePlace | null;
  /** The conversation is stored, and was not open before. */
  opened(record: Conversation): void;
  /** Desk and store came apart for good. */
  broken(): void;
}

export class DeskWrites {
  readonly queue = new KeyedQueue();
  /** The records of open conversations, as stored. */
  readonly records = new OpenConversations();
  readonly #use: DeskParts;
  readonly #account: AccountId;
  readonly #desk: DeskSide;
  readonly #marks = new Map<ConversationId, Partial<Marks>>();
  /** Conversations with a write that failed, so that nobody knows whether it is stored: as they stood before. */
  readonly #doubtful = new Map<ConversationId, Conversation>();
  #closed = false;

  constructor(use: DeskParts, account: AccountId, desk: DeskSide) {
    this.#use = use;
    this.#account = account;
    this.#desk = desk;
  }

  /** Appends to a conversation and publishes; rejects where it cannot be stored, null where there is none. */
  append(
    id: ConversationId,
    messages: readonly NewMessage[],
    change: ConversationChange = {},
    request?: string,
  ): Promise<Written | null> {
    return this.decide(id, () => ({ messages, change }), request);
  }

  /**
   * As `append`, of what is decided by how the record stands once all before it is stored. Null where nothing
   * is to be written; rejects with what `decide` throws.
   */
  decide(
    id: ConversationId,
    decide: (record: Conversation) => Decided | Promise<Decided>,
    request?: string,
  ): Promise<Written | null> {
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
      // What a failed write changed is news, too.
      const was = this.#doubtful.get(id) ?? before;
      const told = await this.#withUntold(written);
      const news = told.messages.some(({ repeat }) => !repeat) || Object.keys(change).length > 0;
      if (news) this.#publishWritten(told, { before: was, told: stands(was, written.record) });
      return written;
    });
  }

  /** What begins, goes on, ends or is merged at an address: one after another. */
  ofAddress<T>(address: AddressAt, work: () => Promise<T>): Promise<T> {
    return this.queue.run(`address ${addressKey(address)}`, work);
  }

  /** Begins a conversation that is nobody's turn: a message that was left. */
  leaveMessage(
    request: string,
    made: NewConversation,
    messages: readonly NewMessage[],
  ): Promise<Written> {
    const open = async (): Promise<Written> => {
      const begun = await this.#use.store.open(this.#account, request, made, messages);
      // What an earlier try has stored without our hearing of it comes without its messages, and is news.
      const isWhole = begun.messages.length === messages.length;
      const again = isWhole
        ? null
        : await this.#use.store.append(this.#account, made.id, messages, {});
      const written = asNews(again ?? begun);
      this.#publishWritten(written, { before: null, told: 'everybody' });
      return written;
    };
    return this.queue.run(made.id, () => this.untilStored(open));
  }

  /** What was changed beside the desk is told: after what is being written of it. */
  readAgain(id: ConversationId): Promise<void> {
    return this.queue.run(id, async () => {
      const record = await this.#use.store.load(this.#account, id);
      if (record === null || !this.records.has(id)) return;
      this.records.set(record);
      const place = this.#desk.place(id);
      this.publish({ type: 'written', record, messages: [], place, stands: 'everybody' });
    });
  }

  /** Raises marks: many in a row become one write. */
  mark(record: Conversation, marks: Partial<Marks>): void {
    const waiting = this.#marks.get(record.id);
    if (waiting !== undefined) {
      this.#marks.set(record.id, highest(waiting, marks));
      return;
    }
    this.#marks.set(record.id, marks);
    // Whoever moved them has moved on, and says it no more. Others may write between two tries.
    this.untilStored(() => this.queue.run(record.id, () => this.#writeMarks(record.id))).catch(
      (error: unknown) => {
        this.#marks.delete(record.id);
        this.#use.log.warn('marks were not stored', { reason: String(error) });
      },
    );
  }

  /** Stores what a step came to. The desk has moved already, so this goes on until it is stored. */
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
    // As it stood before the first try: one that was stored without our hearing of it is no news to the
    // store, and the engine would not be told what it brought.
    let before: Conversation | null | undefined = along.open === undefined ? undefined : null;
    let left = notes.some(({ type }) => type === 'abandoned') ? null : nothingLeft;
    return this.persist(conversation.id, async () => {
      if (before === undefined) before = await this.#stored(conversation.id);
      // Made once, so that a write that is made again is the same one.
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

  /** Goes on until it is stored or the server stops. */
  persist<Done>(key: string, work: () => Promise<Done>): Promise<Done> {
    return this.queue.run(key, () =>
      this.untilStored(work).catch((error: unknown) => {
        if (!this.#closed) this.#desk.broken();
        throw error;
      }),
    );
  }

  /** Again and again while the store may come back; rejects where it is given up. */
  untilStored<Done>(work: () => Promise<Done>): Promise<Done> {
    return untilStored(this.#use, () => this.#closed, work);
  }

  publish(publication: Publication): void {
    publish(this.#use.bus, publicationsOf(this.#account), publication);
  }

  /** After what is being stored of a conversation, so that nobody hears of what they cannot see yet. */
  publishAfter(conversation: ConversationId, publication: Publication): Promise<void> {
    return this.queue.run(conversation, async () => this.publish(publication));
  }

  systemMessage(note: SystemNote): NewMessage {
    return this.fromSystem({ type: 'system', note });
  }

  /** Resolves when nothing is under way; what cannot be stored is given up. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.queue.idle();
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
    if (along.open !== undefined) {
      const { request, made } = along.open;
      await store.open(this.#account, request, made, along.messages ?? []);
    }
    const ended = before?.endedAt != null && change.endedAt != null;
    const kept = ended ? { ...change, endedAt: before.endedAt } : change;
    const written = await store.append(this.#account, id, messages, kept, along.request);
    if (written === null) throw new Error('a conversation of the desk is not in the store');
    // All of it is news, even what an earlier try has stored without our hearing of it.
    const told = await this.#withUntold(asNews(written));
    this.#publishWritten(told, { before, told: 'everybody', reopenedBy: along.reopenedBy });
    return written;
  }

  #doubt(before: Conversation): void {
    if (!this.#doubtful.has(before.id)) this.#doubtful.set(before.id, before);
  }

  /**
   * What a failed write has stored was told to nobody, and perhaps nobody sends it again: it comes before
   * what is written next, so that no reader who asks for what follows their last number goes past it.
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

  /** The record before a write; the store's, where it is none of an open conversation. */
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
    // Raised meanwhile, they are written next.
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
