// A visitor's browser in a conversation, as the tag behaves: starts one, posts until each message is
// acknowledged, and resumes from the last number that it has whenever it may have missed something.
// When it does what is for the simulation to say.
import type {
  ChatFrame,
  ServerFrame,
  VisitorConversation,
} from '@opportune/protocol/frames-visitor.ts';
import { MessageId, type ConversationId, type DecisionId } from '@opportune/protocol/ids.ts';
import { Reader } from './conversation-reader.test-support.ts';

/** How a frame came: as an answer to one of ours, on its own, or there is no telling. */
export type Came = 'answer' | 'live' | 'either';

type Page = 'conversation' | 'messages' | 'complete';
type Of<Type extends ServerFrame['type']> = Extract<ServerFrame, { type: Type }>;

export class VisitorSide {
  readonly reader: Reader;
  readonly #nextId: () => string;
  readonly #up: (frame: ChatFrame) => void;
  readonly #posts = new Map<MessageId, ChatFrame>();
  readonly #known = new Set<ConversationId>();
  /** What it asked for and has not got whole, and after which number. */
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

  /** Conversations whose messages it asks for. */
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

  /** A new line was greeted: it learns what goes on, then asks for what it missed. */
  welcomed(conversations: readonly Pick<VisitorConversation, 'id' | 'status'>[]): void {
    for (const each of conversations) this.#stands(each);
    this.connected();
  }

  /** A new line stands: it asks for what it missed, and sends what waits for an answer. */
  connected(): void {
    this.reader.begin();
    this.catchUp();
  }

  /** Sends what waits for its answer once more. */
  resend(): void {
    if (this.#start !== null) this.#up(this.#start);
    for (const frame of this.#posts.values()) this.#up(frame);
    for (const [conversation, after] of this.#asked)
      this.#up({ type: 'chat.resume', conversation, after });
  }

  /** Visitors cannot tell a note from a gap: they ask for what comes after the last that they have. */
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

  /** It began elsewhere, or the answer to the start was lost: what was said by then is asked for. */
  #learn(conversation: ConversationId): void {
    this.#known.add(conversation);
    this.#ask(conversation);
    this.#up({ type: 'chat.resume', conversation, after: this.#asked.get(conversation) ?? 0 });
  }

  /** From where it asked already, where that was not answered: what came meanwhile leaves a gap. */
  #ask(conversation: ConversationId): void {
    if (!this.#asked.has(conversation))
      this.#asked.set(conversation, this.reader.last(conversation));
  }

  /** Of a conversation that it does not know it takes nothing: it reads it once it learns of it. */
  #read({ conversation, messages, complete }: Of<'chat.messages'>, came: Came): void {
    if (!this.#known.has(conversation)) return;
    const seen = this.reader.seen.get(conversation);
    const isNews = messages.some(({ sequence }) => seen?.has(sequence) !== true);
    if (came === 'live') this.reader.hear(messages);
    else if (came === 'answer') this.reader.read(conversation, messages, complete);
    else this.reader.see(messages);
    this.#readOn({ conversation, messages, complete }, isNews);
  }

  /** What does not join what it has may have come by itself: it asks again until that is no news. */
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

/** As the window has it (`packages/tag/window/incoming.ts`): it is sent again, under the same ids. */
function isForNow({ retry, code }: Of<'chat.refused'>['problem']): boolean {
  return retry && code !== 'agent.no_room' && code !== 'queue.full';
}
