// Budgets for simulations, in which a few visitors do in a minute what people do in days.
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { openMemoryBudgets } from './budgets-memory.ts';

const plenty = { perSecond: 1, burst: 1_000_000_000, payers: 1000 };

/** No visitor reaches the limit of what they may begin. */
export function roomyBudgets(clock: Clock): Budgets {
  return openMemoryBudgets(clock, {
    rates: {
      'chats.address': plenty,
      'chats.visitor': plenty,
      'messages-left.address': plenty,
      'messages-left.visitor': plenty,
      'messages.address': plenty,
    },
  });
}
