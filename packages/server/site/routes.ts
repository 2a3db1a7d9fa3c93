// The REST of this feature, in the order of the API's document. Each route says who may use it.
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { App } from '../http/rest/app.ts';
import type { BrandReading } from './brand-reading.ts';
import { addBrandRoutes } from './brand-routes.ts';
import type { BrandTrials } from './brand-trials.ts';
import { addAttributeRoutes } from './attribute-routes.ts';
import type { CustomAttributes } from './attributes.ts';
import { addGoalRoutes } from './goal-routes.ts';
import type { Goals } from './goals.ts';
import { addSectionRoutes } from './section-routes.ts';
import type { Sections } from './sections.ts';
import type { ConfigurationChanges } from './seams.ts';
import { addSiteTranslationRoutes } from './site-translation-routes.ts';
import { addKeyRoutes, addSitesRoutes } from './site-routes.ts';
import type { Sites } from './sites.ts';

export interface SiteRoutesParts {
  readonly bus: Bus;
  readonly sites: Sites;
  readonly configurations: Pick<ConfigurationChanges, 'current'>;
  readonly sections: Sections;
  readonly goals: Goals;
  readonly attributes: CustomAttributes;
  readonly brand: BrandReading;
  readonly brandTrials: BrandTrials;
}

export function addSiteRoutes(app: App, parts: SiteRoutesParts): void {
  const { bus, sites, configurations, sections, goals, attributes } = parts;
  addSitesRoutes(app, sites, bus);
  addBrandRoutes(app, parts);
  addSiteTranslationRoutes(app, sites, configurations);
  addKeyRoutes(app, sites);
  addSectionRoutes(app, sections);
  addGoalRoutes(app, goals);
  addAttributeRoutes(app, attributes);
}
