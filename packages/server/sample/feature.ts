// Builds the feature of sample shops: who may make, enter and remove one.
import type { Log } from '@opportune/core/ports/log.ts';
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
    start() {
      if (clearsLeft) clearLeft(shops, parts.world.log);
    },
    close: () => shops.close(),
  };
}

/** Nothing waits for it: nobody is told of what was not finished. */
function clearLeft(shops: SampleShops, log: Log): void {
  shops
    .clear()
    .catch((error: unknown) =>
      log.warn('sample shops were not cleared', { reason: String(error) }),
    );
}
