// The REST of this feature, in the order of the API's document. Each route says who may use it.
import type { App } from '../http/rest/app.ts';
import { addAttributeRoutes } from './attribute-routes.ts';
import type { CustomAttributes } from './attributes.ts';
import { addGoalRoutes } from './goal-routes.ts';
import type { Goals } from './goals.ts';
import type { Debugger } from './seams.ts';
import { addSectionRoutes } from './section-routes.ts';
import type { Sections } from './sections.ts';
import { addKeyRoutes, addSitesRoutes } from './site-routes.ts';
import type { Sites } from './sites.ts';

export interface SiteRoutesParts {
  readonly sites: Sites;
  readonly sections: Sections;
  readonly goals: Goals;
  readonly attributes: CustomAttributes;
  readonly debug: Debugger;
}

export function addSiteRoutes(
  app: App,
  { sites, sections, goals, attributes, debug }: SiteRoutesParts,
): void {
  addSitesRoutes(app, sites, debug);
  addKeyRoutes(app, sites);
  addSectionRoutes(app, sections);
  addGoalRoutes(app, goals);
  addAttributeRoutes(app, attributes);
}
