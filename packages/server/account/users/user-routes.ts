// REST of the users of an account. Links are shown once, to the user who created them.
import { UserId } from '@opportune/protocol/ids.ts';
import {
  Invitation,
  NewProgram,
  NewUser,
  OwnLanguage,
  OwnName,
  RevisedUser,
  UserList,
  User,
  UserChange,
  UserRoom,
} from '@opportune/protocol/rest/account.ts';
import { PageQuery } from '@opportune/protocol/rest/common.ts';
import { z } from 'zod';
import { languageOfRequest } from '../../http/browser/accept-language.ts';
import type { App } from '../../http/rest/app.ts';
import type { Users } from './users.ts';
import { operation } from '../../http/rest/operation.ts';
import { resource } from '../../http/rest/resource.ts';

const ofUser = { tag: 'Users', params: z.object({ id: UserId }) } as const;
const ofOneself = { tag: 'Users', access: 'agent', withoutTokens: true, answer: User } as const;

export function addUserRoutes(app: App, users: Users): void {
  addUsers(app, users);
  addNewUsers(app, users);
  addOwn(app, users);
}

function addUsers(app: App, users: Users): void {
  resource(app, {
    ...ofUser,
    name: 'User',
    collection: '/users',
    item: '/users/:id',
    readers: 'agent',
    writers: 'administrator',
    saved: UserChange,
    answer: RevisedUser,
    read: ({ account, params }) => users.read(account, params.id),
    list: {
      summary: 'The users of the account',
      query: PageQuery,
      answer: UserList,
      handle: ({ account, query }) => users.list(account, query),
    },
    get: { summary: 'One user' },
    patch: {
      summary: 'Change a user. Disabling ends their sessions',
      errors: ['user.accounts_full'],
      handle: ({ account, params, body, unchanged }) =>
        users.change(account, params.id, body, unchanged),
    },
  });
  operation(app, 'PUT /users/:id/room', {
    ...ofUser,
    id: 'setUserRoom',
    access: 'manager',
    summary: 'Set how many conversations a user can have at once',
    description: 'The change takes effect at once. Current conversations stay.',
    body: UserRoom,
    answer: User,
    handle: ({ account, params, body }) => users.change(account, params.id, body),
  });
}

function addNewUsers(app: App, users: Users): void {
  operation(app, 'POST /users', {
    id: 'inviteUser',
    tag: 'Users',
    access: 'administrator',
    summary: 'Invite a user. The link is shown once',
    body: NewUser,
    answer: Invitation,
    status: 201,
    errors: ['account.full', 'user.accounts_full'],
    handle: ({ account, body, request }) =>
      users.invite(account, body, languageOfRequest(request.headers)),
  });
  operation(app, 'POST /programs', {
    id: 'createProgram',
    tag: 'Users',
    access: 'administrator',
    summary: 'Make a program: an agent that acts only through API tokens',
    body: NewProgram,
    answer: User,
    status: 201,
    errors: ['account.full'],
    handle: ({ account, body }) => users.createProgram(account, body),
  });
  operation(app, 'POST /users/:id/link', {
    ...ofUser,
    id: 'createUserLink',
    access: 'administrator',
    summary: 'A new one-time link for a user',
    answer: Invitation,
    status: 201,
    errors: ['request.conflict'],
    handle: ({ account, params }) => users.newLink(account, params.id),
  });
}

function addOwn(app: App, users: Users): void {
  operation(app, 'PUT /my-language', {
    ...ofOneself,
    id: 'setMyLanguage',
    summary: 'Set your language for the console and e-mail',
    description: 'It applies on every device. `null`: the language of the browser.',
    body: OwnLanguage,
    handle: ({ account, user, body }) => users.speak(account, user.id, body.language),
  });
  operation(app, 'PUT /my-name', {
    ...ofOneself,
    id: 'setMyName',
    summary: 'Set your name for visitors and colleagues',
    body: OwnName,
    handle: ({ account, user, body }) => users.sayName(account, user.id, body.name),
  });
}
