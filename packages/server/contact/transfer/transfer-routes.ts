// REST of imports and exports of contacts, for managers: they move the data of many people at once.
import { Readable } from 'node:stream';
import type { Mask } from '@opportune/core/masking/mask.ts';
import { maskOf } from '@opportune/core/masking/ways-in.ts';
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { jobsMade } from '@opportune/protocol/bus/changes.ts';
import { ContactFileId, JobId } from '@opportune/protocol/ids.ts';
import { Empty } from '@opportune/protocol/rest/common.ts';
import type { ContactFilter } from '@opportune/protocol/rest/contact/contacts.ts';
import {
  ContactExport,
  ContactExports,
  ContactImport,
  ContactImports,
  ImportPlan,
  ImportQuery,
  NewContactExport,
  transferLimits,
} from '@opportune/protocol/rest/contact/transfer.ts';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { found, refuse } from '../../http/problem/refusal.ts';
import type { App } from '../../http/rest/app.ts';
import { operation } from '../../http/rest/operation.ts';
import { exportJob } from './export-job.ts';
import {
  exportedPieces,
  findExport,
  insertExport,
  listExports,
  removeExport,
} from './export-rows.ts';
import type { Imports, ImportsParts } from './imports.ts';
import { addressIn } from './read-row.ts';

const ofManagers = { tag: 'Contacts', access: 'manager' } as const;
const ofOne = { ...ofManagers, params: z.object({ id: ContactFileId }) } as const;

export function importRoutes(app: App, imports: Imports): void {
  operation(app, 'GET /contact-imports', {
    ...ofManagers,
    id: 'listContactImports',
    summary: 'Files of contacts that were uploaded, newest first',
    answer: ContactImports,
    handle: async ({ account }) => ({ imports: await imports.list(account) }),
  });
  operation(app, 'GET /contact-imports/:id', {
    ...ofOne,
    id: 'getContactImport',
    summary: 'How far an import of contacts is',
    answer: ContactImport,
    handle: ({ account, params }) => imports.read(account, params.id),
  });
  operation(app, 'POST /contact-imports/:id/rehearse', {
    ...ofOne,
    id: 'rehearseContactImport',
    summary: 'Count what an import would do, and change nothing',
    body: ImportPlan,
    answer: ContactImport,
    status: 202,
    errors: ['request.conflict'],
    handle: ({ account, params, body }) => imports.rehearse(account, params.id, body),
  });
  operation(app, 'POST /contact-imports/:id/run', {
    ...ofOne,
    id: 'runContactImport',
    summary: 'Import the contacts of a file, as it was rehearsed',
    answer: ContactImport,
    status: 202,
    errors: ['request.conflict'],
    handle: ({ account, params }) => imports.run(account, params.id),
  });
  operation(app, 'GET /contact-imports/:id/errors.csv', {
    ...ofOne,
    id: 'downloadContactImportErrors',
    summary: 'The rows that an import refused, with the reason, as CSV',
    file: 'text/csv',
    async handle({ account, params, reply }) {
      const lines = await imports.errors(account, params.id);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="import-errors.csv"')
        .send(Readable.from(lines));
    },
  });
  operation(app, 'DELETE /contact-imports/:id', {
    ...ofOne,
    id: 'removeContactImport',
    summary: 'Remove a file of contacts; an import that runs ends',
    description:
      'Contacts that were imported stay. Files are removed by themselves after seven days.',
    answer: Empty,
    async handle({ account, params }) {
      await imports.remove(account, params.id);
      return {};
    },
  });
  uploadRoute(app, imports);
}

/** In a separate scope, in which a body is left to the handler. */
function uploadRoute(app: App, imports: Imports): void {
  app.register(async (scope) => {
    scope.addContentTypeParser('application/octet-stream', async () => undefined);
    operation(scope.withTypeProvider<ZodTypeProvider>(), 'POST /contact-imports', {
      ...ofManagers,
      id: 'uploadContactImport',
      summary: 'Upload a CSV file of contacts',
      description:
        'The body is a CSV file in UTF-8 with a header, as `application/octet-stream`: at most 16 MB and 100,000 rows, with commas, semicolons or tabs. Nothing is imported yet.',
      query: ImportQuery,
      answer: ContactImport,
      status: 201,
      errors: [
        ...(['contact.file_unreadable', 'request.too_large', 'request.too_slow'] as const),
        ...(['rate.files'] as const),
      ],
      handle({ account, user, query, request }) {
        if (Number(request.headers['content-length']) > transferLimits.sizeBytes)
          throw refuse('request.too_large');
        if (request.body !== undefined) throw refuse('request.invalid');
        return imports.upload(account, user.id, { name: query.name, content: request.raw });
      },
    });
  });
}

/** What is searched may be a telephone number or an e-mail address, which stay. */
function maskedFilter(mask: Mask, { search, tag, ...filter }: ContactFilter): ContactFilter {
  const isAddress = (text: string) =>
    addressIn(text, 'sms') !== null || addressIn(text, 'email') !== null;
  return {
    ...filter,
    ...(search !== undefined && { search: isAddress(search) ? search : mask.text(search) }),
    ...(tag !== undefined && { tag: mask.text(tag) }),
  };
}

export function exportRoutes(app: App, use: ImportsParts): void {
  const { records, clock, ids, jobs, bus } = use;
  const shown = ({ id, state, filter, contacts, createdAt }: ContactExport) => ({
    ...{ id, state, filter, contacts, createdAt },
  });
  operation(app, 'GET /contact-exports', {
    ...ofManagers,
    id: 'listContactExports',
    summary: 'Exports of contacts, newest first',
    answer: ContactExports,
    handle: async ({ account }) => ({
      exports: (await records.withAccount(account, listExports)).map(shown),
    }),
  });
  operation(app, 'POST /contact-exports', {
    ...ofManagers,
    id: 'exportContacts',
    summary: 'Export the contacts that meet all that is given, as a CSV file',
    body: NewContactExport,
    answer: ContactExport,
    status: 202,
    async handle({ account, user, body }) {
      const filter = maskedFilter(await maskOf(use.masks, account), body);
      const id = ContactFileId.parse(ids.next());
      const now = clock.now();
      const job = {
        ...{ id: JobId.parse(`ce.${id}`), kind: exportJob, key: `contact-export/${id}` },
        ...{ lane: 'contact-files', payload: { export: id } },
        ...{ dueAt: now, deadlineAt: now + 86_400_000 },
      };
      const made = await records.withAccount(account, async (sql) => {
        await insertExport(sql, account, { id, filter, by: user.id, at: now });
        await jobs.make(sql, account, job, now);
        return found(await findExport(sql, id));
      });
      publish(bus, jobsMade, { account });
      return shown(made);
    },
  });
  operation(app, 'GET /contact-exports/:id', {
    ...ofOne,
    id: 'getContactExport',
    summary: 'How far an export of contacts is',
    answer: ContactExport,
    handle: async ({ account, params }) =>
      shown(found(await records.withAccount(account, (sql) => findExport(sql, params.id)))),
  });
  operation(app, 'GET /contact-exports/:id/contacts.csv', {
    ...ofOne,
    id: 'downloadContactExport',
    summary: 'The file of an export that is done, as CSV',
    description: 'Cells that a spreadsheet would run as a formula begin with an apostrophe.',
    file: 'text/csv',
    errors: ['request.conflict'],
    async handle({ account, params, reply }) {
      const { state } = found(
        await records.withAccount(account, (sql) => findExport(sql, params.id)),
      );
      if (state !== 'done') throw refuse('request.conflict');
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="contacts.csv"')
        .send(Readable.from(exportedPieces(records, account, params.id)));
    },
  });
  operation(app, 'DELETE /contact-exports/:id', {
    ...ofOne,
    id: 'removeContactExport',
    summary: 'Remove an export with its file; one that runs ends',
    description: 'Exports are removed by themselves after seven days.',
    answer: Empty,
    async handle({ account, params }) {
      const gone = await records.withAccount(account, (sql) => removeExport(sql, params.id));
      if (gone === 0) throw refuse('request.not_found');
      return {};
    },
  });
}
