// For tests of others' features: visitors may take what a small server gives them, and nobody is near
// the maximum.
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import { openMemoryBudgets } from '../../adapter/budgets-memory.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { MemoryForVisitors } from '../seams.ts';

const MiB = 1024 * 1024;

export function roomy(clock: Clock): {
  readonly budgets: Budgets;
  readonly memory: MemoryForVisitors;
} {
  return {
    budgets: openMemoryBudgets(clock),
    memory: { profileBytes: 256 * MiB, waitingBytes: 64 * MiB, isTight: () => false },
  };
}
