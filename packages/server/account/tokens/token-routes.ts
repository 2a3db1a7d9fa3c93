// REST of API tokens: one's own, those of programs, and all of the account. A caller with a token
// can create and revoke none of their own, so a leaked token creates no others.
import { TokenId, UserId } from '@opportune/protocol/ids.ts';
import { PageQuery } from '@opportune/protocol/rest/common.ts';
import { CreatedToken, NewToken, OwnTokens, TokenList } from '@opportune/protocol/rest/tokens.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import { operation } from '../../http/rest/operation.ts';
import type { Tokens } from './tokens.ts';

const tag = 'API tokens';
const own = { tag, access: 'agent', withoutTokens: true } as const;
const created = { answer: CreatedToken, status: 201, errors: ['account.full'] } as const;
const ofToken = z.object({ id: TokenId });

export function addTokenRoutes(app: App, tokens: Tokens): void {
  operation(app, 'GET /my-tokens', {
    ...own,
    id: 'listMyTokens',
    summary: 'Your own API tokens, without their secrets',
    answer: OwnTokens,
    handle: async ({ account, user }) => ({ tokens: [...(await tokens.listOf(account, user.id))] }),
  });
  operation(app, 'POST /my-tokens', {
    ...own,
    ...created,
    id: 'createMyToken',
    summary: 'Make an API token that acts as you. Its secret is shown once',
    body: NewToken,
    handle: ({ account, user, body }) => tokens.create(account, user, body),
  });
  operation(app, 'DELETE /my-tokens/:id', {
    ...own,
    id: 'revokeMyToken',
    summary: 'Revoke one of your tokens. Its sockets close',
    params: ofToken,
    handle: ({ account, user, params }) => tokens.revoke(account, params.id, user.id),
  });
  const ofAll = { tag, access: 'administrator' } as const;
  operation(app, 'GET /tokens', {
    ...ofAll,
    id: 'listTokens',
    summary: 'The API tokens of the account’s people and programs, newest first',
    query: PageQuery,
    answer: TokenList,
    handle: ({ account, query }) => tokens.list(account, query),
  });
  operation(app, 'DELETE /tokens/:id', {
    ...ofAll,
    id: 'revokeToken',
    summary: 'Revoke any token of the account. Its sockets close',
    params: ofToken,
    handle: ({ account, params }) => tokens.revoke(account, params.id, null),
  });
  operation(app, 'POST /users/:id/tokens', {
    ...ofAll,
    ...created,
    withoutTokens: true,
    id: 'createProgramToken',
    summary: 'Make an API token for a program. Its secret is shown once',
    params: z.object({ id: UserId }),
    body: NewToken,
    errors: ['account.full', 'request.conflict'],
    handle: ({ account, params, body }) => tokens.createFor(account, params.id, body),
  });
}
