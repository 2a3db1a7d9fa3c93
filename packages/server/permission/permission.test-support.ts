// Permission for tests of what sends: nobody is told of changes.
import type { World } from '@opportune/core/ports/world.ts';
import { createPermission } from './permission.ts';

export function openPermission({ clock, ids, bus }: Pick<World, 'clock' | 'ids' | 'bus'>) {
  return createPermission({ clock, ids, bus, tell: async () => () => {} });
}
