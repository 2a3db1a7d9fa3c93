// REST of the account's settings for its administrators, and of all accounts for the operator.
import { AccountId } from '@opportune/protocol/ids.ts';
import {
  Account,
  AccountChange,
  AccountLink,
  CreatedAccount,
  NewAccount,
  RevisedAccount,
} from '@opportune/protocol/rest/account.ts';
import type { AccountSettings } from '@opportune/protocol/campaign/configuration.ts';
import { IfMatch } from '@opportune/protocol/rest/common.ts';
import { z } from 'zod';
import type { App } from '../http/rest/app.ts';
import { refuse } from '../http/problem/refusal.ts';
import { savedWhole, unchangedSince, withRevision } from '../http/rest/whole-document.ts';
import type { Accounts } from './accounts.ts';
import { operation } from '../http/rest/operation.ts';

const ofAccount = { tag: 'Account', answer: RevisedAccount } as const;
const ofOperator = { tag: 'Operator', access: 'operator' } as const;

export function addSettingsRoutes(app: App, accounts: Accounts): void {
  operation(app, 'GET /account', {
    ...ofAccount,
    id: 'getAccount',
    access: 'agent',
    summary: 'The account and its settings',
    handle: async ({ account }) => answerOf(account, await accounts.settings(account)),
  });
  operation(app, 'PATCH /account', {
    ...ofAccount,
    id: 'updateAccount',
    access: 'administrator',
    summary: 'Change settings of the account',
    description: savedWhole,
    headers: IfMatch,
    body: AccountChange,
    errors: ['account.full', 'request.conflict'],
    async handle({ account, user, principal, body, request }) {
      // A program that may not approve does not switch approval off either.
      if (body.approvals !== undefined && principal.scopes !== null) throw refuse('auth.scope');
      const unchanged = unchangedSince(request.headers['if-match'], AccountChange);
      return answerOf(account, await accounts.changeSettings(account, user.name, body, unchanged));
    },
  });
}

function answerOf(id: AccountId, settings: AccountSettings): RevisedAccount {
  const { revision } = withRevision(AccountChange, settings);
  return { id, settings, revision };
}

export function addOperatorRoutes(app: App, accounts: Accounts): void {
  operation(app, 'GET /accounts', {
    ...ofOperator,
    id: 'listAccounts',
    summary: 'All accounts of this server',
    answer: z.object({ items: z.array(Account) }),
    async handle() {
      const ids = await accounts.list();
      const all = ids.map(async (id) => ({ id, settings: await accounts.settings(id) }));
      return { items: await Promise.all(all) };
    },
  });
  operation(app, 'POST /accounts', {
    ...ofOperator,
    id: 'createAccount',
    summary: 'Make an account. The link is shown once',
    body: NewAccount,
    answer: CreatedAccount,
    status: 201,
    errors: ['auth.weak_password', 'server.accounts_full', 'user.accounts_full'],
    async handle({ body }) {
      const { account, settings, link } = await accounts.create(body);
      if (link === null) throw refuse('server.failed');
      return { account: { id: account, settings }, link };
    },
  });
  operation(app, 'POST /accounts/:id/link', {
    ...ofOperator,
    id: 'createAdministratorLink',
    summary: "A new one-time link for an account's administrator",
    params: z.object({ id: AccountId }),
    answer: AccountLink,
    status: 201,
    handle: async ({ params }) => ({ link: await accounts.administratorLink(params.id) }),
  });
}
