// REST of what is kept of a contact. Every agent reads and changes it. Managers declare the fields, and
// remove the notes of others.
import { ContactId, ContactNoteId } from '@opportune/protocol/ids.ts';
import { Empty, PageQuery } from '@opportune/protocol/rest/common.ts';
import {
  ContactChangeList,
  ContactDetailsChange,
  ContactFieldsDraft,
  ContactNote,
  ContactNoteList,
  ContactTags,
  NewContactNote,
  RevisedContactDetails,
  RevisedContactFields,
} from '@opportune/protocol/rest/contact/details.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import { operation } from '../../http/rest/operation.ts';
import { resource } from '../../http/rest/resource.ts';
import type { Details } from './contact-details.ts';
import type { DeclaredFields } from './contact-fields.ts';

const tag = 'Contacts';
const ofOne = { tag, access: 'agent', params: z.object({ id: ContactId }) } as const;

export function detailRoutes(app: App, details: Details, fields: DeclaredFields): void {
  resource(app, {
    tag,
    name: 'ContactDetails',
    item: '/contacts/:id/details',
    params: ofOne.params,
    readers: 'agent',
    writers: 'agent',
    saved: ContactDetailsChange,
    answer: RevisedContactDetails,
    read: ({ account, params }) => details.read(account, params.id),
    get: { summary: 'The name, language, tags and fields of a contact' },
    patch: {
      summary: 'Change the name, language, tags or fields of a contact',
      description: 'Tags are the whole list. Of fields only those named change; null empties one.',
      handle: ({ account, user, params, body: change, unchanged }) =>
        details.change(account, params.id, user, { change, unchanged }),
    },
  });
  resource(app, {
    tag,
    name: 'ContactFields',
    item: '/contact-fields',
    readers: 'agent',
    writers: 'manager',
    saved: ContactFieldsDraft,
    answer: RevisedContactFields,
    read: ({ account }) => fields.list(account),
    get: { summary: 'The fields that the account keeps of its contacts' },
    replace: {
      summary: 'Replace the list of fields of contacts',
      description:
        'A field without an id is new. One that is left out is hidden, with its values, until it is listed again.',
      errors: ['account.full'],
      handle: ({ account, body, unchanged }) => fields.replace(account, body, unchanged),
    },
  });
  operation(app, 'GET /contact-tags', {
    ...{ tag, access: 'agent' },
    id: 'listContactTags',
    summary: 'The tags of contacts, the most used first',
    answer: ContactTags,
    handle: async ({ account }) => ({ tags: [...(await details.tags(account))] }),
  });
  noteRoutes(app, details);
}

function noteRoutes(app: App, details: Details): void {
  operation(app, 'GET /contacts/:id/notes', {
    ...ofOne,
    id: 'listContactNotes',
    summary: 'The notes of the team about a contact, newest first',
    query: PageQuery,
    answer: ContactNoteList,
    handle: ({ account, params, query }) => details.notes(account, params.id, query),
  });
  operation(app, 'POST /contacts/:id/notes', {
    ...ofOne,
    id: 'addContactNote',
    summary: 'Add a note about a contact',
    body: NewContactNote,
    answer: ContactNote,
    status: 201,
    errors: ['account.full'],
    handle: ({ account, user, params, body }) => details.note(account, params.id, user, body.text),
  });
  operation(app, 'DELETE /contacts/:id/notes/:note', {
    ...ofOne,
    params: z.object({ id: ContactId, note: ContactNoteId }),
    id: 'removeContactNote',
    summary: 'Remove a note about a contact',
    description: 'Agents remove their own notes, managers all.',
    answer: Empty,
    async handle({ account, user, params: { id, note } }) {
      const by = { id: user.id, name: user.name, any: user.role !== 'agent' };
      await details.removeNote(account, id, by, note);
      return {};
    },
  });
  operation(app, 'GET /contacts/:id/changes', {
    ...ofOne,
    id: 'listContactChanges',
    summary: 'Who changed what of a contact, newest first',
    query: PageQuery,
    answer: ContactChangeList,
    handle: ({ account, params, query }) => details.changes(account, params.id, query),
  });
}
