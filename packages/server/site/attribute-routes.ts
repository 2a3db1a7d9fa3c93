// REST of custom attributes: which of the values that sites report are facts, and how private each is.
import { CustomAttribute } from '@opportune/protocol/behaviour/attributes.ts';
import { Empty, IfMatch } from '@opportune/protocol/rest/common.ts';
import { AttributeChange, AttributeList, RevisedAttribute } from '@opportune/protocol/rest/site.ts';
import type { App } from '../http/rest/app.ts';
import { principalOf } from '../http/access/principal.ts';
import { saveWhole, savedWhole, withRevision } from '../http/rest/whole-document.ts';
import { found } from '../http/problem/refusal.ts';
import type { CustomAttributes } from './attributes.ts';

export function addAttributeRoutes(app: App, attributes: CustomAttributes): void {
  const tags = ['Attributes'];
  const params = CustomAttribute.pick({ name: true });
  app.get(
    '/api/v1/attributes',
    {
      config: { access: 'agent' },
      schema: { tags, summary: 'The declared custom attributes', response: { 200: AttributeList } },
    },
    async (request) => {
      const all = await attributes.list(principalOf(request).account);
      return { items: all.map((attribute) => withRevision(AttributeChange, attribute)) };
    },
  );
  app.post(
    '/api/v1/attributes',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Declare a custom attribute',
        body: CustomAttribute,
        response: { 201: RevisedAttribute },
      },
    },
    async (request, reply) => {
      const { account, user } = principalOf(request);
      const made = await attributes.create(account, user.name, request.body);
      return reply.code(201).send(withRevision(AttributeChange, made));
    },
  );
  app.put(
    '/api/v1/attributes/:name',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Change the type or the privacy of a custom attribute',
        description: savedWhole,
        headers: IfMatch,
        params,
        body: AttributeChange,
        response: { 200: RevisedAttribute },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      const { name } = request.params;
      return saveWhole(request, AttributeChange, {
        read: async () =>
          found((await attributes.list(account)).find((attribute) => attribute.name === name)),
        write: () => attributes.replace(account, user.name, { ...request.body, name }),
      });
    },
  );
  app.delete(
    '/api/v1/attributes/:name',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Take back the declaration of an attribute that no campaign reads',
        params,
        response: { 200: Empty },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      await attributes.remove(account, user.name, request.params.name);
      return {};
    },
  );
}
