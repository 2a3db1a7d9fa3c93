// REST of custom attributes: which of the values that sites report are facts, and how private each
// is.
import { CustomAttribute } from '@opportune/protocol/behaviour/attributes.ts';
import { AttributeChange, AttributeList, RevisedAttribute } from '@opportune/protocol/rest/site.ts';
import type { App } from '../http/rest/app.ts';
import { found } from '../http/problem/refusal.ts';
import type { CustomAttributes } from './attributes.ts';
import { resource } from '../http/rest/resource.ts';

export function addAttributeRoutes(app: App, attributes: CustomAttributes): void {
  resource(app, {
    tag: 'Attributes',
    name: 'Attribute',
    collection: '/attributes',
    item: '/attributes/:name',
    params: CustomAttribute.pick({ name: true }),
    readers: 'agent',
    writers: 'manager',
    saved: AttributeChange,
    answer: RevisedAttribute,
    read: async ({ account, params }) =>
      found((await attributes.list(account)).find(({ name }) => name === params.name)),
    list: {
      summary: 'The declared custom attributes',
      answer: AttributeList,
      handle: ({ account }) => attributes.list(account),
    },
    create: {
      summary: 'Declare a custom attribute',
      body: CustomAttribute,
      errors: ['account.full', 'request.conflict'],
      handle: ({ account, user, body }) => attributes.create(account, user.name, body),
    },
    replace: {
      summary: 'Change the type or privacy of a custom attribute',
      errors: ['account.full'],
      handle: ({ account, user, params: { name }, body, unchanged }) =>
        attributes.replace(account, user.name, { ...body, name }, unchanged),
    },
    remove: {
      summary: 'Remove the declaration of an attribute that no campaign uses',
      errors: ['request.conflict'],
      handle: ({ account, user, params }) => attributes.remove(account, user.name, params.name),
    },
  });
}
