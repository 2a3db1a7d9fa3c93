// Builds the permission feature: what contacts permit, for people of the account and the API. What sends
// and what hears contacts uses the same object over the port (core/ports/permission.ts).
import type { Masks } from '@opportune/core/masking/ways-in.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { Feature } from '../http/feature.ts';
import { permissionRoutes } from './permission-routes.ts';
import type { ChangePermission } from './permission.ts';
import { createPermissions } from './permissions.ts';
import { serveUnsubscribe, type UnsubscribeParts } from './serve-unsubscribe.ts';

export interface PermissionDependencies {
  readonly world: Pick<World, 'clock'>;
  readonly records: Records;
  readonly masks: Masks;
  readonly permission: Pick<ChangePermission, 'change' | 'hear'>;
  readonly unsubscribing: Pick<UnsubscribeParts, 'budgets' | 'clientAddress' | 'links' | 'placeOf'>;
}

export function createPermissionFeature(use: PermissionDependencies): Feature {
  const { clock } = use.world;
  const permissions = createPermissions({ ...use, clock });
  return {
    name: 'permission',
    routes: (app) => permissionRoutes(app, permissions),
    sockets: (host) => serveUnsubscribe({ ...use, ...use.unsubscribing, clock }, host),
  };
}
