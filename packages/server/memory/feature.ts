// The memory guard of this process as a feature: its metrics, and its end.
import type { Feature } from '../http/feature.ts';
import { addFigures } from '../http/figures.ts';
import type { MemoryGuard } from './guard.ts';

export function memoryFeature(guard: MemoryGuard): Feature {
  return {
    name: 'memory',
    metrics: (registry) =>
      addFigures(registry, [
        [
          'opportune_memory_maximum_bytes',
          'Most resident memory that the process may have',
          () => guard.plan.maximumBytes,
        ],
        [
          'opportune_memory_tight',
          '1 while new visitors without a connection are refused for want of memory',
          () => Number(guard.isTight),
        ],
      ]),
    close: () => guard.close(),
  };
}
