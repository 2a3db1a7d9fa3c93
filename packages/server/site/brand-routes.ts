// REST of the brand of a site: colours that are read from its page, and a trial on its pages.
import { SiteId } from '@opportune/protocol/ids.ts';
import { ReadBrand, TriedBrand } from '@opportune/protocol/rest/brand.ts';
import { Trial } from '@opportune/protocol/rest/trial.ts';
import { z } from 'zod';
import type { App } from '../http/rest/app.ts';
import { operation } from '../http/rest/operation.ts';
import type { BrandReading } from './brand-reading.ts';
import type { BrandTrials } from './brand-trials.ts';

export function addBrandRoutes(
  app: App,
  { brand, brandTrials }: { readonly brand: BrandReading; readonly brandTrials: BrandTrials },
): void {
  operation(app, 'POST /sites/:id/brand/read', {
    id: 'readSiteBrand',
    tag: 'Sites',
    access: 'administrator',
    summary: 'Read colours from the page of a site',
    description:
      'Fetches the page at the first origin of the site, and up to three stylesheets of that origin, and proposes at most six colours. Changes nothing.',
    params: z.object({ id: SiteId }),
    answer: ReadBrand,
    errors: [
      ...(['brand.no_origin', 'brand.unreachable', 'brand.elsewhere'] as const),
      ...(['brand.not_a_page', 'brand.no_colours'] as const),
    ],
    handle: ({ account, params }) => brand.read(account, params.id),
  });
  operation(app, 'POST /sites/:id/brand/try', {
    id: 'trySiteBrand',
    tag: 'Sites',
    access: 'administrator',
    summary: 'Try a brand on the pages of a site in your own browser for an hour',
    description:
      'Answers an address of the site. A browser that opens it sees messenger and contact button in this brand, and the engagement once on each page, marked as a trial. Nobody else sees it, and nothing is published or counted.',
    params: z.object({ id: SiteId }),
    body: TriedBrand,
    answer: Trial,
    status: 201,
    errors: ['brand.no_origin'],
    handle: ({ account, params, body }) => brandTrials.start(account, params.id, body),
  });
}
