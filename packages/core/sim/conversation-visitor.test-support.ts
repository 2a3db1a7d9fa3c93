// A visitor's browser in a conversation, as the tag behaves: starts one, posts until each message
// is acknowledged, and resumes from its last number whenever it may have missed something. The
// simulation decides when it acts.
import type {
  ChatFrame,
  ServerFrame,
  VisitorConversation,
} from '@opportune/protocol/frames-visitor.ts';
import { MessageId, type ConversationId, type DecisionId } from '@opportune/protocol/ids.ts';
import { Reader } from './conversation-reader.test-support.ts';

/** How a frame came: as an answer to one of ours, pushed, or unknown. */
export type Came = 'answer' | 'live' | 'either';

type Page = 'conversation' | 'messages' | 'complete';
type Of<Type extends ServerFrame['type']> = Extract<ServerFrame, { type: Type }>;

export class VisitorSide {
  readonly reader: Reader;
  readonly #nextId: () => string;
  readonly #up: (frame: ChatFrame) => void;
  readonly #posts = new Map<MessageId, ChatFrame>();
  readonly #known = new Set<ConversationId>();
  /** What it requested and has not received completely, and after which number. */
  readonly #asked = new Map<ConversationId, number>();
  #start: Extract<ChatFrame, { type: 'chat.start' }> | null = null;
  #open: ConversationId | null = null;

  constructor(name: string, nextId: () => string, up: (frame: ChatFrame) => void) {
    this.reader = new Reader(name, 'visitor');
    this.#nextId = nextId;
    this.#up = up;
  }

  /** A start waits for its answer. */
  get isStarting(): boolean {
    return this.#start !== null;
  }

  /** Posts wait for theirs. */
  get hasUnsent(): boolean {
    return this.#posts.size > 0;
  }

  /** Nothing waits for an answer. */
  get isQuiet(): boolean {
    return !this.isStarting && !this.hasUnsent;
  }

  /** Conversations whose messages it requests. */
  get known(): ReadonlySet<ConversationId> {
    return this.#known;
  }

  /** The conversation that it may write into. */
  get open(): ConversationId | null {
    return this.#open;
  }

  know(conversation: ConversationId): void {
    this.#known.add(conversation);
  }

  start(invited: DecisionId | null = null): void {
    this.#start = {
      type: 'chat.start',
      request: this.#nextId(),
      message: this.#message(),
      ...(invited === null ? {} : { decision: invited }),
    };
    this.#up(this.#start);
  }

  leaveMessage(address: string): void {
    this.#up({ type: 'chat.leave', request: this.#nextId(), address, message: this.#message() });
  }

  post(conversation: ConversationId): MessageId {
    const frame = { type: 'chat.post', conversation, ...this.#message() } as const;
    this.#posts.set(frame.id, frame);
    this.#up(frame);
    return frame.id;
  }

  end(conversation: ConversationId): void {
    this.#up({ type: 'chat.end', conversation });
  }

  /**
   * A new line was greeted: it learns which conversations are active, then requests what it missed.
   */
  welcomed(conversations: readonly Pick<VisitorConversation, 'id' | 'status'>[]): void {
    for (const each of conversations) this.#stands(each);
    this.connected();
  }

  /** A new line is open: it requests what it missed, and sends what waits for an answer. */
  connected(): void {
    this.reader.begin();
    this.catchUp();
  }

  /** Sends again what waits for its answer. */
  resend(): void {
    if (this.#start !== null) this.#up(this.#start);
    for (const frame of this.#posts.values()) this.#up(frame);
    for (const [conversation, after] of this.#asked)
      this.#up({ type: 'chat.resume', conversation, after });
  }

  /**
   * Visitors cannot distinguish a note from a gap: they request what comes after the last number
   * they have.
   */
  catchUp(): void {
    for (const conversation of this.#known) this.#ask(conversation);
    this.resend();
  }

  hear(frame: ServerFrame, came: Came = 'either'): void {
    switch (frame.type) {
      case 'chat.state': {
        const { id } = frame.conversation;
        if (!this.#known.has(id)) this.#learn(id);
        this.#answered(frame.request);
        return this.#stands(frame.conversation);
      }
      case 'chat.messages':
        this.#read(frame, came);
        return this.#up({
          type: 'chat.read',
          conversation: frame.conversation,
          through: this.reader.last(frame.conversation),
        });
      case 'chat.posted':
        this.#posts.delete(frame.id);
        return this.reader.acknowledge(frame.id, frame);
      case 'chat.refused':
        if (isForNow(frame.problem)) return;
        if (frame.id !== null) this.#posts.delete(frame.id);
        return this.#answered(frame.request);
      default:
    }
  }

  #stands({ id, status }: Pick<VisitorConversation, 'id' | 'status'>): void {
    this.#known.add(id);
    if (status === 'waiting' || status === 'active') this.#open = id;
    else if (this.#open === id) this.#open = null;
  }

  /** It began elsewhere, or the answer to the start was lost: request its messages so far. */
  #learn(conversation: ConversationId): void {
    this.#known.add(conversation);
    this.#ask(conversation);
    this.#up({ type: 'chat.resume', conversation, after: this.#asked.get(conversation) ?? 0 });
  }

  /** Continues from an unanswered request: what came meanwhile leaves a gap. */
  #ask(conversation: ConversationId): void {
    if (!this.#asked.has(conversation))
      this.#asked.set(conversation, this.reader.last(conversation));
  }

  /** Ignores messages of an unknown conversation. It requests them once it learns of it. */
  #read({ conversation, messages, complete }: Of<'chat.messages'>, came: Came): void {
    if (!this.#known.has(conversation)) return;
    const seen = this.reader.seen.get(conversation);
    const isNews = messages.some(({ sequence }) => seen?.has(sequence) !== true);
    if (came === 'live') this.reader.hear(messages);
    else if (came === 'answer') this.reader.read(conversation, messages, complete);
    else this.reader.see(messages);
    this.#readOn({ conversation, messages, complete }, isNews);
  }

  /**
   * Messages that do not join what it has may have been pushed: it requests again until nothing is
   * new.
   */
  #readOn(
    { conversation, messages, complete }: Pick<Of<'chat.messages'>, Page>,
    isNews: boolean,
  ): void {
    const after = this.#asked.get(conversation);
    if (after === undefined) return;
    const [first] = messages;
    const joins = first !== undefined && first.sequence <= after + 1;
    if (complete && (joins || !isNews)) return void this.#asked.delete(conversation);
    const last = Math.max(after, ...messages.map(({ sequence }) => sequence));
    this.#asked.set(conversation, complete ? after : last);
    this.#up({ type: 'chat.resume', conversation, after: complete ? after : last });
  }

  #answered(request: string | undefined): void {
    if (request !== undefined && request === this.#start?.request) this.#start = null;
  }

  #message(): { readonly id: MessageId; readonly text: string } {
    const id = MessageId.parse(this.#nextId());
    return { id, text: `text ${id}` };
  }
}

/** As in the window (`packages/tag/window/incoming.ts`): it is sent again, under the same ids. */
function isForNow({ retry, code }: Of<'chat.refused'>['problem']): boolean {
  return retry && code !== 'agent.no_room' && code !== 'queue.full';
}
