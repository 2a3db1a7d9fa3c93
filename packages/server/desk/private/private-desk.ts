// Private values between agents and contacts of one account: who may ask, who may give, and who is
// told what. Only the asking agent's own sockets see a value. The transcript records only that one
// was given.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ConversationId, MessageId, UserId } from '@opportune/protocol/ids.ts';
import type { PrivateAsk, PrivateConsoleFrame } from '@opportune/protocol/conversation/private.ts';
import type { Desk } from '@opportune/core/conversation/desk.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import type { Audience } from '../audience/audience.ts';
import { isTheirs, type Whose } from '../commands/whose.ts';
import type { DeskWrites } from '../writes/desk-writes.ts';
import { type Asked, frameOf, isOfKind, PrivateValues } from './private-values.ts';

/** What a contact gives. Null if they decline. */
export interface Giving {
  readonly conversation: ConversationId;
  readonly ask: MessageId;
  readonly value: string | null;
}

/** What private values need from the desk. */
export interface AskingDesk {
  readonly desk: Desk;
  readonly audience: Audience;
  readonly writes: Pick<DeskWrites, 'append'>;
  record(id: ConversationId): Conversation | undefined;
}

export class PrivateDesk {
  readonly #desk: AskingDesk;
  readonly #clock: Clock;
  readonly #values: PrivateValues;
  readonly #asked: (conversation: ConversationId, open: number) => void;

  /** `asked`: how many values a conversation's contact is asked for now. */
  constructor(
    desk: AskingDesk,
    { clock, schedule }: { readonly clock: Clock; readonly schedule: Schedule },
    asked: (conversation: ConversationId, open: number) => void,
  ) {
    this.#desk = desk;
    this.#asked = asked;
    this.#clock = clock;
    this.#values = new PrivateValues(clock, schedule, (asked) => this.#tell(asked));
  }

  /** Handles an agent's frame. Returns the code of a refusal, or null. */
  act(user: UserId, frame: PrivateConsoleFrame): ErrorCode | null {
    if (frame.type === 'private.close') return this.#close(user, frame);
    const conversation = this.#desk.desk.conversations.get(frame.conversation);
    if (conversation === undefined || conversation.status !== 'active') return 'conversation.ended';
    if (conversation.agent !== user) return 'conversation.not_yours';
    const asked = this.#values.ask(frame.conversation, user, frame);
    if (typeof asked === 'string') return asked;
    this.#tell(asked);
    return null;
  }

  /**
   * Takes what a contact gave or declined. The note is stored first and contains no value. Refuses
   * with `request.not_found` if it is no longer asked.
   */
  async give(whose: Whose, { conversation, ask, value }: Giving): Promise<ErrorCode | null> {
    const asked = this.#values.find(ask);
    const record = this.#desk.record(conversation);
    const own = record !== undefined && isTheirs(record, whose);
    if (!own || asked?.conversation !== conversation) return 'request.not_found';
    if (asked.status !== 'asked') return 'request.not_found';
    if (this.#desk.desk.conversations.get(conversation)?.agent !== asked.user) {
      this.#values.forget(ask);
      this.#tell(asked);
      return 'request.not_found';
    }
    if (value !== null && !isOfKind(value, asked.kind)) return 'request.invalid';
    if (value !== null) await this.#note(asked);
    if (this.#values.find(ask) !== asked) return 'request.not_found';
    asked.status = value === null ? 'declined' : 'given';
    asked.value = value;
    this.#tell(asked);
    return null;
  }

  /** What is asked in a conversation now. */
  askedIn(conversation: ConversationId): readonly PrivateAsk[] {
    return this.#values.openIn(conversation);
  }

  /** For an agent who has just connected, perhaps again. */
  of(user: UserId) {
    return this.#values.of(user).map(frameOf);
  }

  close(): void {
    this.#values.close();
  }

  #close(user: UserId, { ask }: Extract<PrivateConsoleFrame, { type: 'private.close' }>): null {
    const asked = this.#values.find(ask);
    if (asked === undefined || asked.user !== user) return null;
    this.#values.forget(ask);
    this.#tell(asked);
    return null;
  }

  /** The note has the ask's id, so a repeat adds nothing. */
  async #note({ ask, label, conversation }: Asked): Promise<void> {
    const body = { type: 'system', note: { type: 'private-given', label } } as const;
    const at = this.#clock.now();
    await this.#desk.writes.append(conversation, [
      { id: ask, author: { type: 'system' }, body, at },
    ]);
  }

  /** The asking agent gets everything; the contact gets only what is still asked. */
  #tell(asked: Asked): void {
    this.#desk.audience.tellUser(asked.user, frameOf(asked));
    const record = this.#desk.record(asked.conversation);
    if (record === undefined) return;
    const { conversation } = asked;
    const asks = this.#values.openIn(conversation);
    this.#asked(conversation, asks.length);
    this.#desk.audience.tellContact(record, { type: 'asks', conversation, asks });
  }
}
