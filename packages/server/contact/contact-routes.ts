// Contacts by REST: one with all that is known of them, and what agents merge, separate and undo by hand.
import { ContactId, ContactMoveId } from '@opportune/protocol/ids.ts';
import {
  ContactDetail,
  ContactMerge,
  ContactMoved,
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
const moved = { ...common, answer: ContactMoved } as const;
const ofOne = { ...common, params: z.object({ id: ContactId }) } as const;

export function contactRoutes(app: App, contacts: Contacts): void {
  operation(app, 'GET /contacts', {
    id: 'listContacts',
    tag: 'Contacts',
    access: 'agent',
    summary: 'Contacts, filtered and in order',
    description:
      'All filters that are given must hold. In the order `name`, contacts without a name are last.',
    query: ContactQuery,
    answer: listOf(ListedContact),
    handle: ({ account, query }) => contacts.list(account, query),
  });
  operation(app, 'GET /contacts/:id', {
    ...ofOne,
    id: 'getContact',
    summary: 'A contact: name, language, addresses, tags, fields, conversations over all channels',
    handle: ({ account, params }) => contacts.read(account, params.id),
  });
  operation(app, 'POST /contacts/:id/merge', {
    ...{ ...ofOne, ...moved },
    id: 'mergeContact',
    summary: 'Merge a contact into another, with its addresses and conversations',
    body: ContactMerge,
    errors: ['request.conflict'],
    handle: ({ account, principal, params, body }) =>
      contacts.merge(account, params.id, body.into, principal.user.id),
  });
  operation(app, 'POST /contacts/:id/separate', {
    ...{ ...ofOne, ...moved },
    id: 'separateContact',
    summary: 'Separate addresses of a contact into a new contact',
    body: ContactSeparation,
    errors: ['request.conflict'],
    handle: ({ account, principal, params, body }) =>
      contacts.separate(account, params.id, body.addresses, principal.user.id),
  });
  operation(app, 'POST /contact-moves/:id/undo', {
    ...moved,
    params: z.object({ id: ContactMoveId }),
    id: 'undoContactMove',
    summary: 'Undo a merge or a separation of contacts',
    errors: ['request.conflict'],
    handle: ({ account, principal, params }) =>
      contacts.undo(account, params.id, principal.user.id),
  });
}
