// Skills by REST: the account's list, each agent's own and the routing rules. Managers change them,
// every agent reads them. Everything belongs to the signed-in user's account.
import { SkillId, UserId } from '@opportune/protocol/ids.ts';
import { RevisedRouting, RoutingSettings } from '@opportune/protocol/rest/team/routing.ts';
import { ServiceLevels } from '@opportune/protocol/rest/team/service-levels.ts';
import {
  AgentSkills,
  NewSkill,
  RevisedSkill,
  RevisedUserSkills,
  SkillDraft,
  SkillList,
  UserSkills,
} from '@opportune/protocol/rest/team/skills.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import { withRevision } from '../../http/rest/whole-document.ts';
import { found } from '../../http/problem/refusal.ts';
import type { ServiceLevelReader } from './service-levels.ts';
import type { Skills } from './account-skills.ts';
import { operation } from '../../http/rest/operation.ts';
import { resource } from '../../http/rest/resource.ts';

const tag = 'Skills';

export function skillRoutes(app: App, skills: Skills, levels: ServiceLevelReader): void {
  resource(app, {
    tag,
    name: 'Skill',
    collection: '/skills',
    item: '/skills/:id',
    params: z.object({ id: SkillId }),
    readers: 'agent',
    writers: 'manager',
    saved: SkillDraft,
    answer: RevisedSkill,
    read: async ({ account, params }) =>
      found((await skills.list(account)).find(({ id }) => id === params.id)),
    list: {
      summary: 'The skills',
      answer: SkillList,
      handle: ({ account }) => skills.list(account),
    },
    create: {
      summary: 'Add a skill',
      description:
        'Campaigns, needs and conversations refer to its id. They may use the id before the skill exists.',
      body: NewSkill,
      errors: ['account.full'],
      handle: ({ account, body }) => skills.create(account, body),
    },
    replace: {
      summary: 'Change a skill: its name, priority and fallback',
      handle: ({ account, params, body, unchanged }) =>
        skills.change(account, params.id, body, unchanged),
    },
    remove: {
      summary: 'Remove a skill',
      description: 'All agents lose it. Conversations that ask for it go to everybody.',
      handle: ({ account, params }) => skills.remove(account, params.id),
    },
  });
  resource(app, {
    tag,
    name: 'Routing',
    item: '/routing',
    readers: 'agent',
    writers: 'manager',
    saved: RoutingSettings,
    answer: RevisedRouting,
    read: ({ account }) => skills.routing(account),
    get: { summary: 'The rules of routing' },
    replace: {
      summary: 'Set the rules of routing',
      description:
        'Send all rules: a rule that is left out gets its default. The change takes effect at once.',
      handle: ({ account, body, unchanged }) => skills.setRouting(account, body, unchanged),
    },
  });
  operation(app, 'GET /service-levels', {
    id: 'getServiceLevels',
    tag,
    access: 'manager',
    summary: 'The service levels of skills, today and now',
    answer: ServiceLevels,
    handle: ({ account }) => levels.read(account),
  });
  userSkillRoutes(app, skills);
}

function userSkillRoutes(app: App, skills: Skills): void {
  operation(app, 'GET /agent-skills', {
    id: 'listAgentSkills',
    tag,
    access: 'agent',
    summary: 'The skills of users',
    answer: AgentSkills,
    async handle({ account }) {
      const all = await skills.agents(account);
      return { agents: all.map((agent) => withRevision(UserSkills, agent)) };
    },
  });
  resource(app, {
    tag,
    name: 'UserSkills',
    item: '/users/:id/skills',
    params: z.object({ id: UserId }),
    readers: 'agent',
    writers: 'manager',
    saved: UserSkills,
    answer: RevisedUserSkills,
    read: ({ account, params }) => skills.of(account, params.id),
    replace: {
      summary: 'Replace the skills of a user',
      handle: ({ account, params, body, unchanged }) =>
        skills.give(account, params.id, body, unchanged),
    },
  });
}
