// REST of sections: named sets of pages, of all sites of the account.
import { SectionId } from '@opportune/protocol/ids.ts';
import { PageQuery } from '@opportune/protocol/rest/common.ts';
import { NewSection, SectionList, RevisedSection } from '@opportune/protocol/rest/site.ts';
import { z } from 'zod';
import type { App } from '../http/rest/app.ts';
import type { Sections } from './sections.ts';
import { resource } from '../http/rest/resource.ts';

export function addSectionRoutes(app: App, sections: Sections): void {
  resource(app, {
    tag: 'Sections',
    name: 'Section',
    collection: '/sections',
    item: '/sections/:id',
    params: z.object({ id: SectionId }),
    readers: 'agent',
    writers: 'manager',
    saved: NewSection,
    answer: RevisedSection,
    read: ({ account, params }) => sections.read(account, params.id),
    list: {
      summary: 'The sections of all sites',
      query: PageQuery,
      answer: SectionList,
      handle: ({ account, query }) => sections.list(account, query),
    },
    create: {
      summary: 'Add a section',
      body: NewSection,
      errors: ['account.full'],
      handle: ({ account, user, body }) => sections.create(account, user.name, body),
    },
    get: { summary: 'One section' },
    replace: {
      summary: 'Replace a section',
      errors: ['account.full'],
      handle: ({ account, user, params, body, unchanged }) =>
        sections.replace(account, user.name, params.id, body, unchanged),
    },
    remove: {
      summary: 'Remove a section',
      handle: ({ account, user, params }) => sections.remove(account, user.name, params.id),
    },
  });
}
