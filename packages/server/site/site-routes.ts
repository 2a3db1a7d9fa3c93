// REST of sites: their settings, their secret keys (each shown once) and their debugger.
import { answerTo } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import { siteEventsQuestion } from '@opportune/protocol/bus/site-events.ts';
import { KeyId, SiteId } from '@opportune/protocol/ids.ts';
import { PageQuery } from '@opportune/protocol/rest/common.ts';
import {
  CreatedKey,
  DebugList,
  NewKey,
  NewSite,
  RevisedSite,
  SiteList,
  SiteChange,
  SiteKey,
} from '@opportune/protocol/rest/site.ts';
import { z } from 'zod';
import type { App } from '../http/rest/app.ts';
import type { Sites } from './sites.ts';
import { operation } from '../http/rest/operation.ts';
import { resource } from '../http/rest/resource.ts';

const tag = 'Sites';
/** Where nothing takes events in just now. */
const noEvents = { entries: [], accepted: 0, refused: 0 };

export function addSitesRoutes(app: App, sites: Sites, bus: Bus): void {
  const params = z.object({ id: SiteId });
  resource(app, {
    tag,
    name: 'Site',
    collection: '/sites',
    item: '/sites/:id',
    params,
    readers: 'agent',
    writers: 'administrator',
    saved: SiteChange,
    answer: RevisedSite,
    read: ({ account, params: { id } }) => sites.read(account, id),
    list: {
      summary: 'The sites, with their write keys and snippets',
      query: PageQuery,
      answer: SiteList,
      handle: ({ account, query }) => sites.list(account, query),
    },
    create: {
      summary: 'Add a site',
      body: NewSite,
      errors: ['account.full'],
      handle: ({ account, user, body }) => sites.create(account, user.name, body),
    },
    get: { summary: 'One site' },
    patch: {
      summary: 'Change a site',
      errors: ['account.full'],
      handle: ({ account, user, params: { id }, body, unchanged }) =>
        sites.change(account, user.name, id, body, unchanged),
    },
  });
  operation(app, 'GET /sites/:id/debugger', {
    id: 'listSiteEvents',
    tag,
    access: 'manager',
    summary: 'The latest accepted and refused events, newest first',
    params,
    answer: DebugList,
    async handle({ account, params }) {
      const { id: site } = await sites.read(account, params.id);
      return (await answerTo(bus, siteEventsQuestion, { account, site })) ?? noEvents;
    },
  });
}

export function addKeyRoutes(app: App, sites: Sites): void {
  operation(app, 'POST /sites/:id/keys', {
    id: 'createSiteKey',
    tag,
    access: 'administrator',
    summary: 'Make a secret key. The secret is shown once',
    params: z.object({ id: SiteId }),
    body: NewKey,
    answer: CreatedKey,
    status: 201,
    errors: ['account.full'],
    handle: ({ account, params, body }) => sites.createKey(account, params.id, body.name),
  });
  operation(app, 'DELETE /sites/:id/keys/:key', {
    id: 'revokeSiteKey',
    tag,
    access: 'administrator',
    summary: 'Revoke a secret key at once',
    params: z.object({ id: SiteId, key: KeyId }),
    answer: SiteKey,
    handle: ({ account, params }) => sites.revokeKey(account, params.id, params.key),
  });
}
