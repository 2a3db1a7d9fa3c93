// Builds the setup feature: how far an account is set up. It sets nothing up itself.
import type { Feature } from '../http/feature.ts';
import { setupRoutes } from './setup-routes.ts';
import { createSetups, type SetupDependencies } from './setups.ts';

export function createSetupFeature(use: SetupDependencies): Feature {
  const setups = createSetups(use);
  return { name: 'setup', routes: (app) => setupRoutes(app, setups) };
}
