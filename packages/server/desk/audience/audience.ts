// Everyone of one account who is connected to this process: agents' sessions, and contacts on a
// live channel. Turns publications into agents' frames and into messages for contacts. Agents get
// the messages of conversations that they own, joined or have open. Everyone gets the state of
// conversations.
import { type AddressAt, addressKey } from '@opportune/protocol/contact/contact.ts';
import type { Publication } from '@opportune/protocol/bus/conversations.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import type { ConversationId, UserId } from '@opportune/protocol/ids.ts';
import type { Listener, Told } from './listener.ts';
import { visibleToContact } from './views.ts';

/**
 * One console socket, as far as conversations are concerned. Sending never throws and never blocks.
 */
export interface Subscriber {
  readonly user: UserId;
  /** The conversations open on this screen. */
  readonly watching: ReadonlySet<ConversationId>;
  send(frame: ConsoleServerFrame): void;
  /** Sends a moment later, batched with others. Keeps the order. */
  sendSoon(frame: ConsoleServerFrame): void;
}

type Of<Type extends Publication['type']> = Extract<Publication, { type: Type }>;

export class Audience {
  readonly #subscribers = new Set<Subscriber>();
  readonly #listeners = new Map<string, Set<Listener>>();
  #watcher: (address: AddressAt, here: boolean) => void = () => {};
  #agentsOnline = false;
  /** Whether a person is there, who can speak. Null: it is not known. */
  #personOnline: boolean | null = null;

  /** Whether an agent is available, as contacts were last told. */
  get agentsOnline(): boolean {
    return this.#agentsOnline;
  }

  /** Contacts here learned it from another process. */
  knows(agentsOnline: boolean): void {
    this.#agentsOnline = agentsOnline;
  }

  subscribe(subscriber: Subscriber): void {
    this.#subscribers.add(subscriber);
  }

  /** Returns whether it was the user's last. */
  unsubscribe(subscriber: Subscriber): boolean {
    this.#subscribers.delete(subscriber);
    return ![...this.#subscribers].some(({ user }) => user === subscriber.user);
  }

  /** A contact connected over a live channel. Call the returned function on disconnect. */
  addListener(listener: Listener): () => void {
    const key = addressKey(listener);
    const known = this.#listeners.get(key);
    const listeners = known ?? new Set();
    this.#listeners.set(key, listeners.add(listener));
    if (known === undefined) this.#watcher(listener, true);
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0 || this.#listeners.get(key) !== listeners) return;
      this.#listeners.delete(key);
      this.#watcher(listener, false);
    };
  }

  isHere(address: AddressAt): boolean {
    return this.#listeners.has(addressKey(address));
  }

  /** The payer of one of their connections. Null if they have none here. */
  payerOf(address: AddressAt): string | null {
    const [listener] = this.#listeners.get(addressKey(address)) ?? [];
    return listener?.payer ?? null;
  }

  /**
   * Reports when an address gets its first connection and loses its last. A later watcher replaces
   * this one.
   */
  watchContacts(watcher: (address: AddressAt, here: boolean) => void): void {
    this.#watcher = watcher;
  }

  /** Sends to every socket of one user. */
  tellUser(user: UserId, frame: ConsoleServerFrame): void {
    for (const subscriber of this.#subscribers)
      if (subscriber.user === user) subscriber.send(frame);
  }

  /** To all of them, a moment later. */
  tellAgents(frame: ConsoleServerFrame): void {
    this.#toAgents(frame);
  }

  /** Sends to every screen on which the conversation is open, a moment later. */
  tellWatching(conversation: ConversationId, frame: ConsoleServerFrame): void {
    for (const subscriber of this.#subscribers)
      if (subscriber.watching.has(conversation)) subscriber.sendSoon(frame);
  }

  /** Sends to every connection of its contact here. */
  tellContact(record: Conversation, told: Told): void {
    for (const listener of this.#listeners.get(addressKey(record)) ?? [])
      if (listener.site === record.site) listener.hear(told);
  }

  hear(publication: Publication): void {
    switch (publication.type) {
      case 'written':
        return this.#written(publication);
      case 'moved':
        return this.tellContact(publication.record, {
          type: 'stands',
          record: publication.record,
          place: publication.place,
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
        return this.#agentsCameOrWent(publication);
      case 'person-free':
        return this.#tellEverybody(publication);
    }
  }

  /** Contacts are told again when the last person goes and a program stays: an open home asks anew. */
  #agentsCameOrWent({ online, person }: Of<'agents-online'>): void {
    const known = this.#personOnline;
    this.#personOnline = person ?? null;
    const isOther = known !== null && person !== undefined && known !== person;
    if (online === this.#agentsOnline && !isOther) return;
    this.#agentsOnline = online;
    this.#tellEverybody({ type: 'agents-online', online });
  }

  #tellEverybody(told: Told): void {
    for (const listeners of this.#listeners.values())
      for (const listener of listeners) listener.hear(told);
  }

  /** Sends to everyone except the typing agent. */
  #agentTypes({ record, by, typing }: Of<'agent-typing'>): void {
    const conversation = record.id;
    this.tellContact(record, { type: 'agent-typing', conversation, typing, by: by.name });
    this.#toNear(record, { type: 'agent.typing', conversation, by, typing }, by.user);
  }

  #written({ record, messages, place, stands }: Of<'written'>): void {
    if (stands !== 'nobody') {
      this.tellContact(record, { type: 'stands', record, place });
      const frame: ConsoleServerFrame = {
        type: 'conversation.changed',
        conversation: record,
      };
      if (stands === 'everybody') this.#toAgents(frame, (subscriber) => isNear(subscriber, record));
      else this.#toNear(record, frame);
    }
    for (const message of messages) this.#toNear(record, { type: 'message', message });
    const visible = messages.filter(visibleToContact);
    if (visible.length === 0) return;
    this.tellContact(record, { type: 'said', conversation: record.id, messages: visible });
  }

  /** Sends at once to the agents most concerned, and to all others a moment later. */
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
}

/** Owns it, joined it, or has it open. */
function isNear({ user, watching }: Subscriber, { id, agent, joined }: Conversation): boolean {
  return agent?.user === user || watching.has(id) || joined.some((each) => each.user === user);
}

function nobody(): boolean {
  return false;
}
