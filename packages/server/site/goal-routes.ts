// REST of goals: what the account wants, and what its campaigns are measured by.
import { GoalId } from '@opportune/protocol/ids.ts';
import { PageQuery } from '@opportune/protocol/rest/common.ts';
import { NewGoal, GoalList, RevisedGoal } from '@opportune/protocol/rest/site.ts';
import { z } from 'zod';
import type { App } from '../http/rest/app.ts';
import type { Goals } from './goals.ts';
import { resource } from '../http/rest/resource.ts';
import { conditionErrors } from '../http/openapi/problem-codes.ts';

export function addGoalRoutes(app: App, goals: Goals): void {
  resource(app, {
    tag: 'Goals',
    name: 'Goal',
    collection: '/goals',
    item: '/goals/:id',
    params: z.object({ id: GoalId }),
    readers: 'agent',
    writers: 'manager',
    saved: NewGoal,
    answer: RevisedGoal,
    read: ({ account, params }) => goals.read(account, params.id),
    list: {
      summary: 'The goals',
      query: PageQuery,
      answer: GoalList,
      handle: ({ account, query }) => goals.list(account, query),
    },
    create: {
      summary: 'Add a goal',
      body: NewGoal,
      errors: ['account.full', ...conditionErrors],
      handle: ({ account, user, body }) => goals.create(account, user.name, body),
    },
    get: { summary: 'One goal' },
    replace: {
      summary: 'Replace a goal',
      description:
        'Running campaigns with this goal start a new period if anything but its name changes.',
      errors: ['account.full', ...conditionErrors],
      handle: ({ account, user, params, body, unchanged }) =>
        goals.replace(account, user.name, params.id, body, unchanged),
    },
    remove: {
      summary: 'Remove a goal that no campaign uses',
      errors: ['request.conflict'],
      handle: ({ account, user, params }) => goals.remove(account, user.name, params.id),
    },
  });
}
