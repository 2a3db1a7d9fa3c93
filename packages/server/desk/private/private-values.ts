// Private values that agents have asked visitors for, and what was given, in this process's memory
// for minutes. It stores, logs and publishes nothing. After a restart, an agent asks again.
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ConversationId, MessageId, UserId } from '@opportune/protocol/ids.ts';
import {
  type PrivateAsk,
  type PrivateKind,
  privateLimits,
  type PrivateValueFrame,
} from '@opportune/protocol/conversation/private.ts';
import { z } from 'zod';

export interface Asked extends PrivateAsk {
  readonly conversation: ConversationId;
  readonly user: UserId;
  readonly until: number;
  status: PrivateValueFrame['status'];
  value: string | null;
}

interface Held extends Asked {
  readonly cancel: () => void;
}

export class PrivateValues {
  readonly #held = new Map<MessageId, Held>();
  readonly #clock: Clock;
  readonly #schedule: Schedule;
  readonly #lapsed: (asked: Asked) => void;

  /** `lapsed` is called for values forgotten because their time is over. */
  constructor(clock: Clock, schedule: Schedule, lapsed: (asked: Asked) => void) {
    this.#clock = clock;
    this.#schedule = schedule;
    this.#lapsed = lapsed;
  }

  /** Repeating an ask changes nothing. */
  ask(conversation: ConversationId, user: UserId, ask: PrivateAsk): Asked | ErrorCode {
    const known = this.#held.get(ask.ask);
    if (known !== undefined)
      return known.user === user && known.conversation === conversation
        ? known
        : 'request.not_found';
    if (this.#held.size >= privateLimits.accountAsks) return 'account.full';
    if (this.#in(conversation).length >= privateLimits.asks) return 'account.full';
    const cancel = this.#schedule(privateLimits.keptMs, () => this.#lapse(ask.ask));
    const until = this.#clock.now() + privateLimits.keptMs;
    const { label, kind } = ask;
    const held: Held = {
      ...{ ask: ask.ask, label, kind, conversation, user, until, cancel },
      status: 'asked',
      value: null,
    };
    this.#held.set(ask.ask, held);
    return held;
  }

  find(ask: MessageId): Asked | undefined {
    return this.#held.get(ask);
  }

  /** Asks that wait for the visitor. */
  openIn(conversation: ConversationId): readonly PrivateAsk[] {
    return this.#in(conversation)
      .filter(({ status }) => status === 'asked')
      .map(({ ask, label, kind }) => ({ ask, label, kind }));
  }

  /** What an agent has asked for, in every state. */
  of(user: UserId): readonly Asked[] {
    return [...this.#held.values()].filter((held) => held.user === user);
  }

  forget(ask: MessageId): void {
    const held = this.#held.get(ask);
    if (held === undefined) return;
    held.cancel();
    held.value = null;
    held.status = 'over';
    this.#held.delete(ask);
  }

  close(): void {
    for (const ask of this.#held.keys()) this.forget(ask);
  }

  #in(conversation: ConversationId): readonly Held[] {
    return [...this.#held.values()].filter((held) => held.conversation === conversation);
  }

  #lapse(ask: MessageId): void {
    const held = this.#held.get(ask);
    if (held === undefined) return;
    this.forget(ask);
    this.#lapsed(held);
  }
}

/** Whether a value is of the requested kind. */
export function isOfKind(value: string, kind: PrivateKind): boolean {
  switch (kind) {
    case 'text':
      return true;
    case 'number':
      return /^[-+]?\p{Nd}[\p{Nd}\s.,'’/-]*$/u.test(value);
    case 'date':
      return z.iso.date().safeParse(value).success;
  }
}

export function frameOf(asked: Asked): PrivateValueFrame {
  const { ask, label, kind, conversation, status, value, until } = asked;
  return { type: 'private.value', ask, label, kind, conversation, status, value, until };
}
