// Builds the setup feature: how far an account is set up. It sets nothing up itself.
import type { Feature } from '../http/feature.ts';
import { setupRoutes } from './setup-routes.ts';
import { createSetups, type SetupDependencies, type Setups } from './setups.ts';

export interface SetupFeature extends Feature {
  readonly noteGiven: Setups['noteGiven'];
}

export function createSetupFeature(use: SetupDependencies): SetupFeature {
  const setups = createSetups(use);
  return {
    name: 'setup',
    noteGiven: setups.noteGiven,
    routes: (app) => setupRoutes(app, setups),
  };
}
