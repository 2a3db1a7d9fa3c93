// Builds the site feature: keys for the intake, settings for people.
import type { World } from '@opportune/core/ports/world.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Feature } from '../http/feature.ts';
import type { Sealing } from '../sealing/sealing.ts';
import { createCustomAttributes, type CustomAttributes } from './attributes.ts';
import { createBrandReading, type Reach } from './brand-reading.ts';
import { type BrandTrials, type BrandTrialsParts, createBrandTrials } from './brand-trials.ts';
import { createGoals, type Goals } from './goals.ts';
import { createKeyDirectory, type KeyDirectory } from './key-directory.ts';
import { addSiteRoutes } from './routes.ts';
import type { ConfigurationChanges, KeepToSites } from './seams.ts';
import { createSections, type Sections } from './sections.ts';
import { createSites, type Sites } from './sites.ts';

export interface SiteParts {
  readonly world: World;
  readonly records: Records;
  readonly sealing: Sealing;
  readonly configurations: ConfigurationChanges;
  readonly keepToSites: KeepToSites;
  readonly publicUrl: () => string;
  readonly budgets: Budgets;
  /** The path to addresses that accounts name. */
  readonly outbound: { readonly request: Reach };
}

export interface SiteFeature extends Feature {
  readonly keys: KeyDirectory;
  readonly sites: Sites;
  readonly sections: Sections;
  readonly goals: Goals;
  readonly attributes: CustomAttributes;
  readonly brandTrials: BrandTrials;
}

export function createSiteFeature(parts: SiteParts): SiteFeature {
  const { world, records, configurations } = parts;
  const { clock, ids } = world;
  const keys = createKeyDirectory({ ...world, ...parts });
  const sites = createSites({ ...world, ...parts });
  const sections = createSections(records, clock, ids, configurations);
  const goals = createGoals(records, clock, ids, configurations);
  const attributes = createCustomAttributes(records, clock, configurations);
  const { budgets, outbound } = parts;
  const originsOf: BrandTrialsParts['originsOf'] = async (owner, id) =>
    (await sites.read(owner, id)).origins;
  const brand = createBrandReading({
    ...{ clock, budgets, reach: outbound.request, originsOf },
  });
  const brandTrials = createBrandTrials({ records, clock, originsOf });
  return {
    name: 'site',
    keys,
    sites,
    sections,
    goals,
    attributes,
    brandTrials,
    routes: (app) =>
      addSiteRoutes(app, {
        ...{ bus: world.bus, sites, configurations, sections, goals, attributes, brand },
        brandTrials,
      }),
  };
}
