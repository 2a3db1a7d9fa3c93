// REST of the users of an account. Links are shown once, to whoever made them.
import { UserId } from '@opportune/protocol/ids.ts';
import {
  Invitation,
  NewUser,
  OwnLanguage,
  OwnName,
  RevisedUser,
  UserList,
  User,
  UserChange,
  UserRoom,
} from '@opportune/protocol/rest/account.ts';
import { IfMatch, PageQuery } from '@opportune/protocol/rest/common.ts';
import { z } from 'zod';
import { languageOfRequest } from '../../http/browser/accept-language.ts';
import type { App } from '../../http/rest/app.ts';
import { principalOf } from '../../http/access/principal.ts';
import { savePart, saveWhole, savedWhole, withRevision } from '../../http/rest/whole-document.ts';
import type { Users } from './users.ts';

const oneUser = '/api/v1/users/:id';

export function addUserRoutes(app: App, users: Users): void {
  const tags = ['Users'];
  const params = z.object({ id: UserId });
  app.get(
    '/api/v1/users',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'The users of the account',
        querystring: PageQuery,
        response: { 200: UserList },
      },
    },
    async (request) => {
      const { items, next } = await users.list(principalOf(request).account, request.query);
      return { items: items.map((user) => withRevision(UserChange, user)), next };
    },
  );
  app.post(
    '/api/v1/users',
    {
      config: { access: 'administrator' },
      schema: {
        tags,
        summary: 'Invite a user; the link is shown once',
        body: NewUser,
        response: { 201: Invitation },
      },
    },
    async (request, reply) =>
      reply
        .code(201)
        .send(
          await users.invite(
            principalOf(request).account,
            request.body,
            languageOfRequest(request.headers),
          ),
        ),
  );
  app.get(
    oneUser,
    {
      config: { access: 'agent' },
      schema: { tags, summary: 'One user', params, response: { 200: RevisedUser } },
    },
    async (request) =>
      withRevision(UserChange, await users.read(principalOf(request).account, request.params.id)),
  );
  app.patch(
    oneUser,
    {
      config: { access: 'administrator' },
      schema: {
        tags,
        summary: 'Change a user; disabling ends their sessions',
        description: savedWhole,
        headers: IfMatch,
        params,
        body: UserChange,
        response: { 200: RevisedUser },
      },
    },
    async (request) => {
      const { account } = principalOf(request);
      const { id } = request.params;
      return saveWhole(request, UserChange, {
        read: () => users.read(account, id),
        write: () => users.change(account, id, request.body),
      });
    },
  );
  app.put(
    '/api/v1/users/:id/room',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'How many conversations a user has at most at once',
        description: 'It counts at once; what they have stays theirs.',
        params,
        body: UserRoom,
        response: { 200: User },
      },
    },
    async (request) => {
      const { account } = principalOf(request);
      return savePart(request, oneUser, () =>
        users.change(account, request.params.id, request.body),
      );
    },
  );
  app.put(
    '/api/v1/my-language',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'The language in which the console and letters speak to you',
        description: 'On every device. `null`: as the browser asks.',
        body: OwnLanguage,
        response: { 200: User },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      return users.speak(account, user.id, request.body.language);
    },
  );
  app.put(
    '/api/v1/my-name',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'Your name, as visitors and colleagues read it',
        body: OwnName,
        response: { 200: User },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      return users.sayName(account, user.id, request.body.name);
    },
  );
  app.post(
    '/api/v1/users/:id/link',
    {
      config: { access: 'administrator' },
      schema: {
        tags,
        summary: 'A new one-time link for a user',
        params,
        response: { 201: Invitation },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await users.newLink(principalOf(request).account, request.params.id)),
  );
}
