// REST of the colours that are read from the page of a site.
import { SiteId } from '@opportune/protocol/ids.ts';
import { ReadBrand } from '@opportune/protocol/rest/brand.ts';
import { z } from 'zod';
import type { App } from '../http/rest/app.ts';
import { operation } from '../http/rest/operation.ts';
import type { BrandReading } from './brand-reading.ts';

export function addBrandRoutes(app: App, brand: BrandReading): void {
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
}
