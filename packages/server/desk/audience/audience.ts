// Everybody of one account whose sockets are in this process: agents' sessions and visitors' links.
// Turns publications into frames. Agents get the messages of their own conversations, of those they
// joined and of those they have open; how conversations stand goes to everybody.
import type { ChatLink } from '@opportune/core/ports/visitor-chat.ts';
import type { Publication } from '@opportune/protocol/bus/conversations.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import type { ConversationId, UserId, VisitorId } from '@opportune/protocol/ids.ts';
import { forVisitor, visibleToVisitor } from './views.ts';

/** One console socket, as far as conversations are concerned. Sending never throws and never blocks. */
export interface Subscriber {
  readonly user: UserId;
  /** Conversations open on this screen. */
  readonly watching: ReadonlySet<ConversationId>;
  send(frame: ConsoleServerFrame): void;
  /** What may come a moment later, gathered with others; never out of order. */
  sendSoon(frame: ConsoleServerFrame): void;
}

type Of<Type extends Publication['type']> = Extract<Publication, { type: Type }>;

export class Audience {
  readonly #addressed: (message: Message) => Message;
  readonly #subscribers = new Set<Subscriber>();
  readonly #links = new Map<VisitorId, Set<ChatLink>>();
  #watcher: (visitor: VisitorId, here: boolean) => void = () => {};
  #agentsOnline = false;

  /** `addressed` gives what a visitor is sent the addresses of its files. */
  constructor(addressed: (message: Message) => Message = (message) => message) {
    this.#addressed = addressed;
  }

  /** Whether anybody is there for visitors, as they were told last. */
  get agentsOnline(): boolean {
    return this.#agentsOnline;
  }

  /** Visitors who are here know it from another process. */
  knows(agentsOnline: boolean): void {
    this.#agentsOnline = agentsOnline;
  }

  subscribe(subscriber: Subscriber): void {
    this.#subscribers.add(subscriber);
  }

  /** Answers whether it was the user's last. */
  unsubscribe(subscriber: Subscriber): boolean {
    this.#subscribers.delete(subscriber);
    return ![...this.#subscribers].some(({ user }) => user === subscriber.user);
  }

  addLink(link: ChatLink): () => void {
    const known = this.#links.get(link.visitor);
    const links = known ?? new Set();
    this.#links.set(link.visitor, links.add(link));
    if (known === undefined) this.#watcher(link.visitor, true);
    return () => {
      links.delete(link);
      if (links.size > 0 || this.#links.get(link.visitor) !== links) return;
      this.#links.delete(link.visitor);
      this.#watcher(link.visitor, false);
    };
  }

  isHere(visitor: VisitorId): boolean {
    return this.#links.has(visitor);
  }

  /** Of a browser of theirs; null where none is here. */
  payerOf(visitor: VisitorId): string | null {
    const [link] = this.#links.get(visitor) ?? [];
    return link?.payer ?? null;
  }

  /** Tells when a visitor's first browser came and when the last went; a later watcher takes its place. */
  watchVisitors(watcher: (visitor: VisitorId, here: boolean) => void): void {
    this.#watcher = watcher;
  }

  /** Every socket of one user, and no other. */
  tellUser(user: UserId, frame: ConsoleServerFrame): void {
    for (const subscriber of this.#subscribers)
      if (subscriber.user === user) subscriber.send(frame);
  }

  tellVisitor(record: Conversation, frame: ServerFrame): void {
    this.#toVisitor(record, frame);
  }

  hear(publication: Publication): void {
    switch (publication.type) {
      case 'written':
        return this.#written(publication);
      case 'moved':
        return this.#toVisitor(publication.record, {
          type: 'chat.state',
          conversation: forVisitor(publication.record, publication.place),
        });
      case 'visitor-typing':
        return this.#toNear(publication.record, {
          type: 'typing',
          conversation: publication.record.id,
          typing: publication.typing,
          text: publication.text,
        });
      case 'agent-typing':
        return this.#agentTypes(publication);
      case 'ring': {
        const { ring, ended } = publication;
        return this.#toAgents(
          ended === null ? { type: 'ring.began', ring } : { type: 'ring.ended', ring, why: ended },
          ({ user }) => user === ring.to.user || user === ring.by?.user,
        );
      }
      case 'presence':
        return this.#toAgents({ type: 'agent.changed', agent: publication.agent });
      case 'room':
        return this.#toAgents({ type: 'room', skills: publication.skills });
      case 'agents-online':
        return this.#agentsCameOrWent(publication.online);
    }
  }

  #agentsCameOrWent(online: boolean): void {
    if (online === this.#agentsOnline) return;
    this.#agentsOnline = online;
    for (const links of this.#links.values())
      for (const link of links) link.send({ type: 'presence', agentsOnline: online });
  }

  /** To everybody but who types. */
  #agentTypes({ record, by, typing }: Of<'agent-typing'>): void {
    const conversation = record.id;
    this.#toVisitor(record, { type: 'chat.typing', conversation, typing, by: by.name });
    this.#toNear(record, { type: 'agent.typing', conversation, by, typing }, by.user);
  }

  #written({ record, messages, place, stands }: Of<'written'>): void {
    if (stands !== 'nobody') {
      this.#toVisitor(record, { type: 'chat.state', conversation: forVisitor(record, place) });
      const frame: ConsoleServerFrame = {
        type: 'conversation.changed',
        conversation: record,
      };
      if (stands === 'everybody') this.#toAgents(frame, (subscriber) => isNear(subscriber, record));
      else this.#toNear(record, frame);
    }
    for (const message of messages) this.#toNear(record, { type: 'message', message });
    const visible = messages.filter(visibleToVisitor);
    if (visible.length === 0) return;
    this.#toVisitor(record, {
      type: 'chat.messages',
      conversation: record.id,
      messages: visible.map(this.#addressed),
      complete: true,
    });
  }

  /** At once to those whom it concerns most, to all others a moment later. */
  #toAgents(
    frame: ConsoleServerFrame,
    concerns: (subscriber: Subscriber) => boolean = nobody,
  ): void {
    for (const subscriber of this.#subscribers) {
      if (concerns(subscriber)) subscriber.send(frame);
      else subscriber.sendSoon(frame);
    }
  }

  #toNear(record: Conversation, frame: ConsoleServerFrame, except?: UserId): void {
    for (const subscriber of this.#subscribers) {
      if (subscriber.user === except) continue;
      const isIn =
        record.agent?.user === subscriber.user ||
        record.joined.some(({ user }) => user === subscriber.user);
      if (isIn || subscriber.watching.has(record.id)) subscriber.send(frame);
    }
  }

  #toVisitor(record: Conversation, frame: ServerFrame): void {
    for (const link of this.#links.get(record.visitor) ?? [])
      if (link.site === record.site) link.send(frame);
  }
}

/** Has it, joined it, or has it open. */
function isNear({ user, watching }: Subscriber, { id, agent, joined }: Conversation): boolean {
  return agent?.user === user || watching.has(id) || joined.some((each) => each.user === user);
}

function nobody(): boolean {
  return false;
}
