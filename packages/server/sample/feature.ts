// Builds the feature of sample shops: who may make, enter and remove one.
import type { Feature } from '../http/feature.ts';
import { sampleRoutes } from './routes.ts';
import { createSampleShops, type SampleShops, type SampleShopsParts } from './sample-shops.ts';

export interface SampleFeature extends Feature {
  readonly shops: SampleShops;
}

/** `clearsLeft`: removes what another process may have left unfinished, which none makes now. */
export function createSampleFeature({
  clearsLeft,
  ...parts
}: SampleShopsParts & { readonly clearsLeft: boolean }): SampleFeature {
  const shops = createSampleShops(parts);
  return {
    name: 'sample',
    shops,
    routes: (app) => sampleRoutes(app, shops),
    // Nothing waits for it: nobody is told of what was not finished.
    start() {
      if (!clearsLeft) return;
      shops
        .clear()
        .catch((error: unknown) =>
          parts.world.log.warn('sample shops were not cleared', { reason: String(error) }),
        );
    },
    close: () => shops.close(),
  };
}
