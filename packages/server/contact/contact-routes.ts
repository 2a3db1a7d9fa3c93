// Contacts by REST: one with all that is known of them, and what agents merge, separate and undo by hand.
import { ContactId, ContactMoveId } from '@opportune/protocol/ids.ts';
import {
  ContactDetail,
  ContactMerge,
  ContactQuery,
  ContactSeparation,
  ListedContact,
} from '@opportune/protocol/rest/contact/contacts.ts';
import { listOf } from '@opportune/protocol/rest/common.ts';
import { z } from 'zod';
import type { App } from '../http/rest/app.ts';
import { operation } from '../http/rest/operation.ts';
import type { Contacts } from './contacts.ts';

const common = { tag: 'Contacts', access: 'agent', answer: ContactDetail } as const;
const ofOne = { ...common, params: z.object({ id: ContactId }) } as const;

export function contactRoutes(app: App, contacts: Contacts): void {
  operation(app, 'GET /contacts', {
    id: 'listContacts',
    tag: 'Contacts',
    access: 'agent',
    summary: 'Contacts, newest first, by a part of their name or of an address',
    query: ContactQuery,
    answer: listOf(ListedContact),
    handle: ({ account, query: { search = '', ...page } }) =>
      contacts.list(account, { ...page, search: search.trim() }),
  });
  operation(app, 'GET /contacts/:id', {
    ...ofOne,
    id: 'getContact',
    summary: 'A contact: name, language, addresses, conversations over all channels',
    handle: ({ account, params }) => contacts.read(account, params.id),
  });
  operation(app, 'POST /contacts/:id/merge', {
    ...ofOne,
    id: 'mergeContact',
    summary: 'Make a contact part of another: addresses and conversations follow',
    body: ContactMerge,
    errors: ['request.conflict'],
    handle: ({ account, principal, params, body }) =>
      contacts.merge(account, params.id, body.into, principal.user.id),
  });
  operation(app, 'POST /contacts/:id/separate', {
    ...ofOne,
    id: 'separateContact',
    summary: 'Give some addresses of a contact a contact of their own',
    body: ContactSeparation,
    errors: ['request.conflict'],
    handle: ({ account, principal, params, body }) =>
      contacts.separate(account, params.id, body.addresses, principal.user.id),
  });
  operation(app, 'POST /contact-moves/:id/undo', {
    ...common,
    params: z.object({ id: ContactMoveId }),
    id: 'undoContactMove',
    summary: 'Undo that addresses went from one contact to another',
    errors: ['request.conflict'],
    handle: ({ account, principal, params }) =>
      contacts.undo(account, params.id, principal.user.id),
  });
}
