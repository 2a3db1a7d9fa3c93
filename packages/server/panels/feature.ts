// The account's own panels: gives their routes and the origins that the console may frame.
import type { Records } from '@opportune/core/ports/records.ts';
import type { Ids } from '@opportune/core/world/world.ts';
import type { Feature } from '../http/feature.ts';
import { panelRoutes } from './panel-routes.ts';
import { createPanels, type Panels } from './panels.ts';

export interface PanelsDependencies {
  readonly records: Records;
  readonly ids: Ids;
}

export interface PanelsFeature extends Feature {
  readonly origins: Panels['origins'];
}

export function createPanelsFeature(use: PanelsDependencies): PanelsFeature {
  const panels = createPanels(use);
  return {
    name: 'panels',
    origins: panels.origins,
    routes: (app) => panelRoutes(app, panels),
  };
}
