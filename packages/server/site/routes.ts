// REST of sites with their keys and debugger, sections and goals.
import { GoalId, KeyId, SectionId, SiteId } from '@opportune/protocol/ids.ts';
import { Empty, PageQuery, listOf } from '@opportune/protocol/rest/common.ts';
import {
  CreatedKey,
  DebugList,
  Goal,
  NewGoal,
  NewKey,
  NewSection,
  NewSite,
  Section,
  Site,
  SiteChange,
  SiteKey,
} from '@opportune/protocol/rest/site.ts';
import { z } from 'zod';
import type { App } from '../http/app.ts';
import { principalOf } from '../http/principal.ts';
import type { Goals } from './goals.ts';
import type { Debugger } from './seams.ts';
import type { Sections } from './sections.ts';
import type { Sites } from './sites.ts';

export interface SiteRoutesParts {
  readonly sites: Sites;
  readonly sections: Sections;
  readonly goals: Goals;
  readonly debug: Debugger;
}

export function addSiteRoutes(app: App, parts: SiteRoutesParts): void {
  addSites(app, parts);
  addKeys(app, parts);
  addSections(app, parts);
  addGoals(app, parts);
}

function addSites(app: App, { sites, debug }: SiteRoutesParts): void {
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
        response: { 200: listOf(Site) },
      },
    },
    async (request) => sites.list(principalOf(request).account, request.query),
  );
  app.post(
    '/api/v1/sites',
    {
      config: { access: 'administrator' },
      schema: { tags, summary: 'Add a site', body: NewSite, response: { 201: Site } },
    },
    async (request, reply) => {
      const { account, user } = principalOf(request);
      return reply.code(201).send(await sites.create(account, user.name, request.body));
    },
  );
  app.get(
    '/api/v1/sites/:id',
    {
      config: { access: 'agent' },
      schema: { tags, summary: 'One site', params, response: { 200: Site } },
    },
    async (request) => sites.read(principalOf(request).account, request.params.id),
  );
  app.patch(
    '/api/v1/sites/:id',
    {
      config: { access: 'administrator' },
      schema: { tags, summary: 'Change a site', params, body: SiteChange, response: { 200: Site } },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      return sites.change(account, user.name, request.params.id, request.body);
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

function addKeys(app: App, { sites }: SiteRoutesParts): void {
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

function addSections(app: App, { sections }: SiteRoutesParts): void {
  const tags = ['Sections'];
  const params = z.object({ id: SectionId });
  app.get(
    '/api/v1/sections',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'The sections of all sites',
        querystring: PageQuery,
        response: { 200: listOf(Section) },
      },
    },
    async (request) => sections.list(principalOf(request).account, request.query),
  );
  app.post(
    '/api/v1/sections',
    {
      config: { access: 'manager' },
      schema: { tags, summary: 'Add a section', body: NewSection, response: { 201: Section } },
    },
    async (request, reply) => {
      const { account, user } = principalOf(request);
      return reply.code(201).send(await sections.create(account, user.name, request.body));
    },
  );
  app.get(
    '/api/v1/sections/:id',
    {
      config: { access: 'agent' },
      schema: { tags, summary: 'One section', params, response: { 200: Section } },
    },
    async (request) => sections.read(principalOf(request).account, request.params.id),
  );
  app.put(
    '/api/v1/sections/:id',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Replace a section',
        params,
        body: NewSection,
        response: { 200: Section },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      return sections.replace(account, user.name, request.params.id, request.body);
    },
  );
  app.delete(
    '/api/v1/sections/:id',
    {
      config: { access: 'manager' },
      schema: { tags, summary: 'Remove a section', params, response: { 200: Empty } },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      await sections.remove(account, user.name, request.params.id);
      return {};
    },
  );
}

function addGoals(app: App, { goals }: SiteRoutesParts): void {
  const tags = ['Goals'];
  const params = z.object({ id: GoalId });
  app.get(
    '/api/v1/goals',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'The goals',
        querystring: PageQuery,
        response: { 200: listOf(Goal) },
      },
    },
    async (request) => goals.list(principalOf(request).account, request.query),
  );
  app.post(
    '/api/v1/goals',
    {
      config: { access: 'manager' },
      schema: { tags, summary: 'Add a goal', body: NewGoal, response: { 201: Goal } },
    },
    async (request, reply) => {
      const { account, user } = principalOf(request);
      return reply.code(201).send(await goals.create(account, user.name, request.body));
    },
  );
  app.get(
    '/api/v1/goals/:id',
    {
      config: { access: 'agent' },
      schema: { tags, summary: 'One goal', params, response: { 200: Goal } },
    },
    async (request) => goals.read(principalOf(request).account, request.params.id),
  );
  app.put(
    '/api/v1/goals/:id',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Replace a goal',
        description:
          'Running campaigns with this goal start a new period where anything but its name changes.',
        params,
        body: NewGoal,
        response: { 200: Goal },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      return goals.replace(account, user.name, request.params.id, request.body);
    },
  );
  app.delete(
    '/api/v1/goals/:id',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Remove a goal that no campaign has',
        params,
        response: { 200: Empty },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      await goals.remove(account, user.name, request.params.id);
      return {};
    },
  );
}
