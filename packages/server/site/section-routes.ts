// REST of sections: named sets of pages, of all sites of the account.
import { SectionId } from '@opportune/protocol/ids.ts';
import { Empty, IfMatch, PageQuery } from '@opportune/protocol/rest/common.ts';
import { NewSection, SectionList, RevisedSection } from '@opportune/protocol/rest/site.ts';
import { z } from 'zod';
import type { App } from '../http/rest/app.ts';
import { principalOf } from '../http/access/principal.ts';
import { saveWhole, savedWhole, withRevision } from '../http/rest/whole-document.ts';
import type { Sections } from './sections.ts';

export function addSectionRoutes(app: App, sections: Sections): void {
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
        response: { 200: SectionList },
      },
    },
    async (request) => {
      const page = await sections.list(principalOf(request).account, request.query);
      return { ...page, items: page.items.map((each) => withRevision(NewSection, each)) };
    },
  );
  app.post(
    '/api/v1/sections',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Add a section',
        body: NewSection,
        response: { 201: RevisedSection },
      },
    },
    async (request, reply) => {
      const { account, user } = principalOf(request);
      const made = await sections.create(account, user.name, request.body);
      return reply.code(201).send(withRevision(NewSection, made));
    },
  );
  app.get(
    '/api/v1/sections/:id',
    {
      config: { access: 'agent' },
      schema: { tags, summary: 'One section', params, response: { 200: RevisedSection } },
    },
    async (request) =>
      withRevision(
        NewSection,
        await sections.read(principalOf(request).account, request.params.id),
      ),
  );
  app.put(
    '/api/v1/sections/:id',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Replace a section',
        description: savedWhole,
        headers: IfMatch,
        params,
        body: NewSection,
        response: { 200: RevisedSection },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      const { id } = request.params;
      return saveWhole(request, NewSection, {
        read: () => sections.read(account, id),
        write: () => sections.replace(account, user.name, id, request.body),
      });
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
