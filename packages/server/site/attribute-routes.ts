// REST of custom attributes: which of the values that sites report are facts, and how private each is.
import { CustomAttribute } from '@opportune/protocol/attributes.ts';
import { Empty } from '@opportune/protocol/rest/common.ts';
import { AttributeList } from '@opportune/protocol/rest/site.ts';
import { z } from 'zod';
import type { App } from '../http/app.ts';
import { principalOf } from '../http/principal.ts';
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
    async (request) => ({ items: await attributes.list(principalOf(request).account) }),
  );
  app.post(
    '/api/v1/attributes',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Declare a custom attribute',
        body: CustomAttribute,
        response: { 201: CustomAttribute },
      },
    },
    async (request, reply) => {
      const { account, user } = principalOf(request);
      return reply.code(201).send(await attributes.create(account, user.name, request.body));
    },
  );
  app.put(
    '/api/v1/attributes/:name',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Change the type or the privacy of a custom attribute',
        params,
        body: z.strictObject({
          type: CustomAttribute.shape.type,
          privacy: CustomAttribute.shape.privacy,
        }),
        response: { 200: CustomAttribute },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      return attributes.replace(account, user.name, { ...request.body, ...request.params });
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
