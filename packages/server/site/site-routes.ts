// REST of sites: their settings, their secret keys (each shown once) and their debugger.
import { KeyId, SiteId } from '@opportune/protocol/ids.ts';
import { IfMatch, PageQuery } from '@opportune/protocol/rest/common.ts';
import {
  CreatedKey,
  DebugList,
  NewKey,
  NewSite,
  RevisedSite,
  SiteList,
  type Site,
  SiteChange,
  SiteKey,
} from '@opportune/protocol/rest/site.ts';
import { z } from 'zod';
import type { App } from '../http/rest/app.ts';
import { principalOf } from '../http/access/principal.ts';
import { saveWhole, savedWhole, withRevision } from '../http/rest/whole-document.ts';
import type { Debugger } from './seams.ts';
import type { Sites } from './sites.ts';

export function addSitesRoutes(app: App, sites: Sites, debug: Debugger): void {
  const tags = ['Sites'];
  const params = z.object({ id: SiteId });
  app.get(
    '/api/v1/sites',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'The sites, with their write keys and snippets',
        querystring: PageQuery,
        response: { 200: SiteList },
      },
    },
    async (request) => {
      const { items, next } = await sites.list(principalOf(request).account, request.query);
      return { items: items.map(revisedSite), next };
    },
  );
  app.post(
    '/api/v1/sites',
    {
      config: { access: 'administrator' },
      schema: { tags, summary: 'Add a site', body: NewSite, response: { 201: RevisedSite } },
    },
    async (request, reply) => {
      const { account, user } = principalOf(request);
      const made = await sites.create(account, user.name, request.body);
      return reply.code(201).send(revisedSite(made));
    },
  );
  app.get(
    '/api/v1/sites/:id',
    {
      config: { access: 'agent' },
      schema: { tags, summary: 'One site', params, response: { 200: RevisedSite } },
    },
    async (request) =>
      revisedSite(await sites.read(principalOf(request).account, request.params.id)),
  );
  app.patch(
    '/api/v1/sites/:id',
    {
      config: { access: 'administrator' },
      schema: {
        tags,
        summary: 'Change a site',
        description: savedWhole,
        headers: IfMatch,
        params,
        body: SiteChange,
        response: { 200: RevisedSite },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      const { id } = request.params;
      return saveWhole(request, SiteChange, {
        read: () => sites.read(account, id),
        write: () => sites.change(account, user.name, id, request.body),
      });
    },
  );
  app.get(
    '/api/v1/sites/:id/debugger',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'The latest accepted and refused events, newest first',
        params,
        response: { 200: DebugList },
      },
    },
    async (request) => {
      const { account } = principalOf(request);
      const { id } = await sites.read(account, request.params.id);
      return debug.list(account, id);
    },
  );
}

function revisedSite(site: Site): RevisedSite {
  return withRevision(SiteChange, site);
}

export function addKeyRoutes(app: App, sites: Sites): void {
  const tags = ['Sites'];
  app.post(
    '/api/v1/sites/:id/keys',
    {
      config: { access: 'administrator' },
      schema: {
        tags,
        summary: 'Make a secret key; the secret is shown once',
        params: z.object({ id: SiteId }),
        body: NewKey,
        response: { 201: CreatedKey },
      },
    },
    async (request, reply) =>
      reply
        .code(201)
        .send(
          await sites.createKey(principalOf(request).account, request.params.id, request.body.name),
        ),
  );
  app.delete(
    '/api/v1/sites/:id/keys/:key',
    {
      config: { access: 'administrator' },
      schema: {
        tags,
        summary: 'Revoke a secret key, at once',
        params: z.object({ id: SiteId, key: KeyId }),
        response: { 200: SiteKey },
      },
    },
    async (request) =>
      sites.revokeKey(principalOf(request).account, request.params.id, request.params.key),
  );
}
