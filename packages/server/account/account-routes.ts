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
import { IfMatch, type Revised } from '@opportune/protocol/rest/common.ts';
import { z } from 'zod';
import type { App } from '../http/rest/app.ts';
import { principalOf } from '../http/access/principal.ts';
import { refuse } from '../http/problem/refusal.ts';
import { saveWhole, savedWhole, withRevision } from '../http/rest/whole-document.ts';
import type { Accounts } from './accounts.ts';

export function addSettingsRoutes(app: App, accounts: Accounts): void {
  const tags = ['Account'];
  app.get(
    '/api/v1/account',
    {
      config: { access: 'agent' },
      schema: { tags, summary: 'The account and its settings', response: { 200: RevisedAccount } },
    },
    async (request) => {
      const { account } = principalOf(request);
      return answerOf(account, withRevision(AccountChange, await accounts.settings(account)));
    },
  );
  app.patch(
    '/api/v1/account',
    {
      config: { access: 'administrator' },
      schema: {
        tags,
        summary: 'Change settings of the account',
        description: savedWhole,
        headers: IfMatch,
        body: AccountChange,
        response: { 200: RevisedAccount },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      const saved = await saveWhole(request, AccountChange, {
        read: () => accounts.settings(account),
        write: () => accounts.changeSettings(account, user.name, request.body),
      });
      return answerOf(account, saved);
    },
  );
}

function answerOf(
  id: AccountId,
  { revision, ...settings }: Revised<AccountSettings>,
): RevisedAccount {
  return { id, settings, revision };
}

export function addOperatorRoutes(app: App, accounts: Accounts): void {
  const tags = ['Operator'];
  app.get(
    '/api/v1/accounts',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        summary: 'All accounts of this server',
        response: { 200: z.object({ items: z.array(Account) }) },
      },
    },
    async () => {
      const ids = await accounts.list();
      return {
        items: await Promise.all(
          ids.map(async (id) => ({ id, settings: await accounts.settings(id) })),
        ),
      };
    },
  );
  app.post(
    '/api/v1/accounts',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        summary: 'Make an account; the link is shown once',
        body: NewAccount,
        response: { 201: CreatedAccount },
      },
    },
    async ({ body }, reply) => {
      const { account, settings, link } = await accounts.create(body);
      if (link === null) throw refuse('server.failed');
      return reply.code(201).send({ account: { id: account, settings }, link });
    },
  );
  app.post(
    '/api/v1/accounts/:id/link',
    {
      config: { access: 'operator' },
      schema: {
        tags,
        summary: "A new one-time link for an account's administrator",
        params: z.object({ id: AccountId }),
        response: { 201: AccountLink },
      },
    },
    async ({ params }, reply) =>
      reply.code(201).send({ link: await accounts.administratorLink(params.id) }),
  );
}
