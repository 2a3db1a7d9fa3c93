// REST of goals: what the account wants, and what its campaigns are measured by.
import { GoalId } from '@opportune/protocol/ids.ts';
import { Empty, IfMatch, PageQuery } from '@opportune/protocol/rest/common.ts';
import { NewGoal, GoalList, RevisedGoal } from '@opportune/protocol/rest/site.ts';
import { z } from 'zod';
import type { App } from '../http/rest/app.ts';
import { principalOf } from '../http/access/principal.ts';
import { saveWhole, savedWhole, withRevision } from '../http/rest/whole-document.ts';
import type { Goals } from './goals.ts';

export function addGoalRoutes(app: App, goals: Goals): void {
  const tags = ['Goals'];
  const params = z.object({ id: GoalId });
  app.get(
    '/api/v1/goals',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'The goals',
        querystring: PageQuery,
        response: { 200: GoalList },
      },
    },
    async (request) => {
      const page = await goals.list(principalOf(request).account, request.query);
      return { ...page, items: page.items.map((each) => withRevision(NewGoal, each)) };
    },
  );
  app.post(
    '/api/v1/goals',
    {
      config: { access: 'manager' },
      schema: { tags, summary: 'Add a goal', body: NewGoal, response: { 201: RevisedGoal } },
    },
    async (request, reply) => {
      const { account, user } = principalOf(request);
      const made = await goals.create(account, user.name, request.body);
      return reply.code(201).send(withRevision(NewGoal, made));
    },
  );
  app.get(
    '/api/v1/goals/:id',
    {
      config: { access: 'agent' },
      schema: { tags, summary: 'One goal', params, response: { 200: RevisedGoal } },
    },
    async (request) =>
      withRevision(NewGoal, await goals.read(principalOf(request).account, request.params.id)),
  );
  app.put(
    '/api/v1/goals/:id',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Replace a goal',
        description: `Running campaigns with this goal start a new period where anything but its name changes. ${savedWhole}`,
        headers: IfMatch,
        params,
        body: NewGoal,
        response: { 200: RevisedGoal },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      const { id } = request.params;
      return saveWhole(request, NewGoal, {
        read: () => goals.read(account, id),
        write: () => goals.replace(account, user.name, id, request.body),
      });
    },
  );
  app.delete(
    '/api/v1/goals/:id',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Remove a goal that no campaign has',
        params,
        response: { 200: Empty },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      await goals.remove(account, user.name, request.params.id);
      return {};
    },
  );
}
