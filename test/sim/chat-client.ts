// The visitor's side of a conversation: starts one, posts until each message is acknowledged, and
// resumes from the start whenever it may have missed something.
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import { MessageId, type ConversationId, type DecisionId } from '@opportune/protocol/ids.ts';
import type { ChatFrame } from '@opportune/server/converse/seams.ts';
import { Reader } from './reader.ts';
import type { World } from './world.ts';

export class ChatClient {
  readonly reader: Reader;
  /** The decision of an offer to chat, not yet accepted. */
  invited: DecisionId | null = null;
  readonly #world: World;
  readonly #up: (frame: ChatFrame) => void;
  readonly #posts = new Map<MessageId, ChatFrame>();
  readonly #known = new Set<ConversationId>();
  #start: Extract<ChatFrame, { type: 'chat.start' }> | null = null;
  #conversation: ConversationId | null = null;

  constructor(world: World, name: string, up: (frame: ChatFrame) => void) {
    this.#world = world;
    this.#up = up;
    this.reader = new Reader(name);
  }

  /** Nothing waits for an answer. */
  get isQuiet(): boolean {
    return this.#start === null && this.#posts.size === 0;
  }

  /** Conversations whose messages it asked for. */
  get known(): ReadonlySet<ConversationId> {
    return this.#known;
  }

  know(conversation: ConversationId): void {
    this.#known.add(conversation);
  }

  act(calm: boolean): void {
    const { loop } = this.#world;
    if (calm) return this.#catchUp();
    if (this.#start !== null) return this.#up(this.#start);
    if (this.#posts.size > 0 && loop.chance(0.5)) return this.#resend();
    if (loop.chance(0.05)) return this.#catchUp();
    if (this.#conversation === null) {
      if (this.invited !== null ? loop.chance(0.5) : loop.chance(0.03)) this.#begin();
    } else if (loop.chance(0.05)) this.#up({ type: 'chat.end', conversation: this.#conversation });
    else if (loop.chance(0.3)) this.#post(this.#conversation);
  }

  hear(frame: ServerFrame): void {
    switch (frame.type) {
      case 'chat.state': {
        const { id, status } = frame.conversation;
        this.#known.add(id);
        if (frame.request !== undefined && frame.request === this.#start?.request)
          this.#start = null;
        if (status === 'waiting' || status === 'active') this.#conversation = id;
        else if (this.#conversation === id) this.#conversation = null;
        return;
      }
      case 'chat.messages':
        this.reader.see(frame.messages);
        return this.#up({
          type: 'chat.read',
          conversation: frame.conversation,
          through: this.reader.last(frame.conversation),
        });
      case 'chat.posted':
        this.#posts.delete(frame.id);
        return this.reader.acknowledge(frame.id, frame);
      case 'chat.refused':
        if (frame.problem.retry && frame.problem.code !== 'agent.no_room') return;
        if (frame.id !== null) this.#posts.delete(frame.id);
        if (frame.request !== undefined && frame.request === this.#start?.request)
          this.#start = null;
        return;
      default:
    }
  }

  #catchUp(): void {
    if (this.#start !== null) this.#up(this.#start);
    this.#resend();
    for (const conversation of this.#known)
      this.#up({ type: 'chat.resume', conversation, after: 0 });
  }

  #resend(): void {
    for (const frame of this.#posts.values()) this.#up(frame);
  }

  #begin(): void {
    const id = MessageId.parse(this.#world.id());
    this.#start = {
      type: 'chat.start',
      request: this.#world.id(),
      message: { id, text: `text ${id}` },
      ...(this.invited === null ? {} : { decision: this.invited }),
    };
    this.invited = null;
    this.#up(this.#start);
  }

  #post(conversation: ConversationId): void {
    const id = MessageId.parse(this.#world.id());
    const frame = { type: 'chat.post', conversation, id, text: `text ${id}` } as const;
    this.#posts.set(id, frame);
    this.#up(frame);
  }
}
