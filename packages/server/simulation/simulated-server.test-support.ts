// The server of a simulated schedule: real desks, sessions and chats, with the schedule's store,
// bus and clock. Once it is not alive, its timers do nothing.
import type { SkillPlan } from '@opportune/core/conversation/routing/skill-plan.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { Loop } from '@opportune/core/sim/conversation-loop.test-support.ts';
import { noCard } from '@opportune/protocol/bus/card.ts';
import { roomyBudgets } from '../adapter/budgets.test-support.ts';
import { openMemoryBus } from '../adapter/bus-memory.ts';
import type { Plant } from './simulated-life.test-support.ts';
import { drawReachable, drawSkill, drawWorth } from './routing-rules.test-support.ts';
import {
  type Conversations,
  noTurns,
  openConversations,
  partsInMemory,
} from '../testing/conversation-features.test-support.ts';
import type { TellVisitor } from '../desk/seams.ts';

const silent = { info() {}, warn() {}, error() {} };

export interface ServerParts {
  readonly loop: Loop;
  readonly plant: Plant;
  readonly store: ConversationStore;
  plan(): SkillPlan;
  id(): string;
  alive(): boolean;
  tell: TellVisitor;
}

export function openServer({ loop, plant, store, plan, id, alive, tell }: ServerParts): {
  readonly converse: Conversations;
  readonly bus: Bus;
} {
  const memory = openMemoryBus(silent);
  const bus = plant.bus?.(memory) ?? memory;
  const converse = openConversations({
    ...partsInMemory(),
    turns: noTurns,
    store: plant.store?.(store) ?? store,
    bus,
    budgets: roomyBudgets({ now: () => loop.now }),
    log: silent,
    clock: { now: () => loop.now },
    ids: { next: id },
    schedule: (delayMs, run) =>
      loop.after(delayMs, () => {
        if (alive()) run();
      }),
    cards: {
      async of(_account, visitor, wanted) {
        if (wanted?.trait !== undefined) return { ...noCard, ...drawWorth(loop) };
        if (visitor === null || wanted?.here === undefined) return noCard;
        const there = drawReachable(loop, visitor);
        return { ...noCard, here: plant.reachable?.(there) ?? there };
      },
    },
    needOf: () => drawSkill(loop),
    tellVisitor: tell,
    plan: async () => plant.plan?.(plan()) ?? plan(),
    authenticate: async () => null,
  });
  return { converse, bus };
}
