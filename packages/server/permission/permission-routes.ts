// Permission by REST. Agents record what contacts say. Releasing a suppression lets messages go to
// somebody who wanted none, so managers alone do it.
import { ContactId } from '@opportune/protocol/ids.ts';
import { OptIn, Suppression } from '@opportune/protocol/contact/permission.ts';
import { Empty } from '@opportune/protocol/rest/common.ts';
import {
  ContactPermission,
  NewOptIn,
  OptInWithdrawal,
  SuppressionChange,
  SuppressionList,
  SuppressionQuery,
} from '@opportune/protocol/rest/contact/permission.ts';
import { z } from 'zod';
import type { App } from '../http/rest/app.ts';
import { operation } from '../http/rest/operation.ts';
import type { Permissions } from './permissions.ts';

const ofAgents = { tag: 'Contacts', access: 'agent' } as const;

export function permissionRoutes(app: App, permissions: Permissions): void {
  operation(app, 'GET /contacts/:id/permission', {
    ...ofAgents,
    id: 'getContactPermission',
    summary: 'What a contact permits at each address, and what was recorded of it',
    params: z.object({ id: ContactId }),
    answer: ContactPermission,
    handle: ({ account, params }) => permissions.of(account, params.id),
  });
  operation(app, 'POST /opt-ins', {
    ...ofAgents,
    id: 'recordOptIn',
    summary: 'Record that an address is opted in to a purpose, with the proof',
    description: 'An opt-in that holds already stays as it is.',
    body: NewOptIn,
    answer: OptIn,
    errors: ['contact.opted_out', 'request.conflict'],
    handle: ({ account, user, body }) => permissions.record(account, user.id, body),
  });
  operation(app, 'POST /opt-ins/withdraw', {
    ...ofAgents,
    id: 'withdrawOptIn',
    summary: 'Withdraw the opt-in of an address, for one purpose or all',
    body: OptInWithdrawal,
    answer: Empty,
    async handle({ account, user, body }) {
      await permissions.withdraw(account, user.id, body);
      return {};
    },
  });
  operation(app, 'GET /suppressions', {
    ...ofAgents,
    id: 'listSuppressions',
    summary: 'Addresses to which nothing is sent, newest first',
    query: SuppressionQuery,
    answer: SuppressionList,
    handle: ({ account, query }) => permissions.list(account, query),
  });
  operation(app, 'POST /suppressions', {
    ...ofAgents,
    id: 'suppressAddress',
    summary: 'Send nothing to an address any more',
    description: 'What waits for the address is stopped.',
    body: SuppressionChange,
    answer: Suppression,
    handle: ({ account, user, body }) => permissions.suppress(account, user.id, body),
  });
  operation(app, 'POST /suppressions/release', {
    ...{ ...ofAgents, access: 'manager' },
    id: 'releaseAddress',
    summary: 'Let messages go to a suppressed address again',
    description: 'Opt-ins that were withdrawn stay withdrawn.',
    body: SuppressionChange,
    answer: Empty,
    async handle({ account, user, body }) {
      await permissions.release(account, user.id, body);
      return {};
    },
  });
}
