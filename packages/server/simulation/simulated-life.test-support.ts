// How people of simulated conversations act: at random instants, losing their line and
// reconnecting. Then they settle: nobody loses a line, agents go online, and nobody writes unasked.
// In peace they end their conversations and only catch up.
import type { SkillPlan } from '@opportune/core/conversation/routing/skill-plan.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { Loop } from '@opportune/core/sim/conversation-loop.test-support.ts';
import type { Connection, Faults } from '@opportune/core/sim/conversation-network.test-support.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import type { ServerFrame, VisitorConversation } from '@opportune/protocol/frames-visitor.ts';
import { AccountId, type ConversationId, type MessageId } from '@opportune/protocol/ids.ts';
import type { Conversations } from '../testing/conversation-features.test-support.ts';
import type { Reachable } from '@opportune/protocol/bus/card.ts';

export const account = AccountId.parse('sim');
/** Frames that may be in transit to a reader. Beyond this, the server drops the line. */
export const mostWaiting = 25;

/** What people need of their world. */
export interface Surroundings {
  readonly loop: Loop;
  readonly faults: Faults;
  /** Null while it is down. */
  readonly server: Conversations | null;
  /** A fault applied to outgoing frames, to show that the checks find it. */
  readonly plant: Plant;
  /** Names of those who may be contacted. */
  readonly visitorNames: readonly string[];
  /** At the end, agents take by hand only what nobody else is given. */
  readonly handless: boolean;
  /** Consoles were told who owns an open conversation, or that nobody does. */
  told(conversation: Conversation): void;
  /** An agent was told that the visitor of this one is blocked. */
  blocked(conversation: ConversationId): void;
  id(): string;
}

export type ToVisitor = (frame: ServerFrame, came: 'answer' | 'live') => void;
export type ToAgent = (frame: ConsoleServerFrame) => void;

/** A planted fault: in frames, in what is stored, or in the basis of decisions. */
export interface Plant {
  toVisitor?(send: ToVisitor, name: string): ToVisitor;
  welcome?(conversations: readonly VisitorConversation[]): readonly VisitorConversation[];
  toAgent?(send: ToAgent, name: string): ToAgent;
  bus?(bus: Bus): Bus;
  store?(store: ConversationStore): ConversationStore;
  plan?(plan: SkillPlan): SkillPlan;
  reachable?(there: Reachable): Reachable;
}

/** A message that others should receive at once. */
export interface Written {
  readonly id: MessageId;
  readonly conversation: ConversationId;
  readonly note: boolean;
}

export interface Habits {
  connect(server: Conversations): Line;
  act(mood: Mood): void;
}
export type Line = Pick<Connection<never, never>, 'cut' | 'open' | 'soundMs'>;
export type Mood = 'wild' | 'settled' | 'calm';

/** The longest pause between two actions. */
const pauseMs: Readonly<Record<Mood, number>> = { wild: 1200, settled: 600, calm: 4000 };
/** The server notices a closed page within this time. */
const unnoticedMs = 2000;
/** A line that has been open this long has brought its first frames. */
const freshMs = 1000;

/** Somebody who connects, loses the line, and reconnects. */
export class Life {
  readonly #world: Surroundings;
  readonly #habits: Habits;
  #line: Line | null = null;
  /** Lines of closed pages that the server has not noticed. */
  readonly #behind = new Set<Line>();
  mood: Mood = 'wild';
  /** They have no access. */
  barred = false;

  constructor(world: Surroundings, habits: Habits) {
    this.#world = world;
    this.#habits = habits;
  }

  /** Whatever is written now arrives over this connection. */
  get isHere(): boolean {
    return this.#line !== null && this.#line.soundMs > freshMs;
  }

  begin(): void {
    const { loop } = this.#world;
    loop.after(loop.between(20, pauseMs[this.mood]), () => {
      this.#go();
      this.begin();
    });
  }

  /** Over a new line, because the old one may be dead. */
  settle(): void {
    this.mood = 'settled';
    this.cut();
  }

  calm(): void {
    this.mood = 'calm';
  }

  cut(): void {
    this.#line?.cut();
    for (const line of this.#behind) line.cut();
    this.#behind.clear();
  }

  #go(): void {
    const { server, loop } = this.#world;
    if (this.barred) return;
    if (this.#line === null || !this.#line.open) {
      if (server !== null) this.#line = this.#habits.connect(server);
    } else if (this.mood === 'wild' && loop.chance(0.05)) this.cut();
    else if (this.mood === 'wild' && server !== null && loop.chance(0.04))
      this.#comeAnew(server, this.#line);
    else this.#habits.act(this.mood);
  }

  /** Reloads the page before the server has noticed that the old one is gone. */
  #comeAnew(server: Conversations, old: Line): void {
    const { loop } = this.#world;
    this.#behind.add(old);
    loop.after(loop.between(0, unnoticedMs), () => {
      old.cut();
      this.#behind.delete(old);
    });
    this.#line = this.#habits.connect(server);
  }
}
