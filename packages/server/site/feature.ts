// Sites as the composition root sees them: keys for the intake, settings for people.
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import type { Feature } from '../http/feature.ts';
import type { Sealing } from '../sealing/sealing.ts';
import { type CustomAttributes, createCustomAttributes } from './attributes.ts';
import { type Goals, createGoals } from './goals.ts';
import { type KeyDirectory, createKeyDirectory } from './key-directory.ts';
import { addSiteRoutes } from './routes.ts';
import type { ConfigurationChanges, Debugger, KeepToSites } from './seams.ts';
import { type Sections, createSections } from './sections.ts';
import { type Sites, createSites } from './sites.ts';

export interface SiteParts {
  readonly records: Records;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly sealing: Sealing;
  readonly configurations: ConfigurationChanges;
  readonly keepToSites: KeepToSites;
  readonly publicUrl: () => string;
  /** Events as they come in, for people who connect a site. */
  readonly debugger: Debugger;
}

export interface SiteFeature extends Feature {
  readonly keys: KeyDirectory;
  readonly sites: Sites;
  readonly sections: Sections;
  readonly goals: Goals;
  readonly attributes: CustomAttributes;
}

export function createSiteFeature(parts: SiteParts): SiteFeature {
  const { records, clock, ids, configurations } = parts;
  const keys = createKeyDirectory(parts);
  const sites = createSites(parts);
  const sections = createSections(records, clock, ids, configurations);
  const goals = createGoals(records, clock, ids, configurations);
  const attributes = createCustomAttributes(records, clock, configurations);
  return {
    name: 'site',
    keys,
    sites,
    sections,
    goals,
    attributes,
    routes: (app) =>
      addSiteRoutes(app, { sites, sections, goals, attributes, debug: parts.debugger }),
  };
}
