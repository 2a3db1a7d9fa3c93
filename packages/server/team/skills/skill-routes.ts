// Skills by REST: the account's list, each agent's own and the rules of routing, for managers to keep and
// for every agent to read. Everything is of the signed-in user's account and of no other.
import { SkillId, UserId } from '@opportune/protocol/ids.ts';
import { Empty, IfMatch } from '@opportune/protocol/rest/common.ts';
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
import { principalOf } from '../../http/access/principal.ts';
import { saveWhole, savedWhole, withRevision } from '../../http/rest/whole-document.ts';
import { found } from '../../http/problem/refusal.ts';
import type { ServiceLevelReader } from './service-levels.ts';
import type { Skills } from './account-skills.ts';

export function skillRoutes(app: App, skills: Skills, levels: ServiceLevelReader): void {
  const tags = ['Skills'];
  const params = z.object({ id: SkillId });

  app.get(
    '/api/v1/skills',
    {
      config: { access: 'agent' },
      schema: { tags, summary: 'What agents can handle', response: { 200: SkillList } },
    },
    async (request) => {
      const all = await skills.list(principalOf(request).account);
      return { skills: all.map((skill) => withRevision(SkillDraft, skill)) };
    },
  );
  app.post(
    '/api/v1/skills',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Add a skill',
        description:
          'Its id is what campaigns, needs and conversations name; they may have named it before.',
        body: NewSkill,
        response: { 201: RevisedSkill },
      },
    },
    async (request, reply) => {
      const made = await skills.create(principalOf(request).account, request.body);
      return reply.code(201).send(withRevision(SkillDraft, made));
    },
  );
  app.put(
    '/api/v1/skills/:id',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Change a skill: its name, priority and fallback',
        description: savedWhole,
        headers: IfMatch,
        params,
        body: SkillDraft,
        response: { 200: RevisedSkill },
      },
    },
    async (request) => {
      const { account } = principalOf(request);
      const { id } = request.params;
      return saveWhole(request, SkillDraft, {
        read: async () => found((await skills.list(account)).find((skill) => skill.id === id)),
        write: () => skills.change(account, id, request.body),
      });
    },
  );
  app.delete(
    '/api/v1/skills/:id',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Remove a skill',
        description: 'Nobody has it any more; conversations that name it go to anybody.',
        params,
        response: { 200: Empty },
      },
    },
    async (request) => {
      await skills.remove(principalOf(request).account, request.params.id);
      return {};
    },
  );
  app.get(
    '/api/v1/routing',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'How conversations reach agents',
        response: { 200: RevisedRouting },
      },
    },
    async (request) =>
      withRevision(RoutingSettings, await skills.routing(principalOf(request).account)),
  );
  app.put(
    '/api/v1/routing',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Set how conversations reach agents',
        description: `All of it: what is left out is as usual. It counts at once. ${savedWhole}`,
        headers: IfMatch,
        body: RoutingSettings,
        response: { 200: RevisedRouting },
      },
    },
    async (request) => {
      const { account } = principalOf(request);
      return saveWhole(request, RoutingSettings, {
        read: () => skills.routing(account),
        write: () => skills.setRouting(account, request.body),
      });
    },
  );
  app.get(
    '/api/v1/service-levels',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'How skills keep their service levels, today and now',
        response: { 200: ServiceLevels },
      },
    },
    async (request) => levels.read(principalOf(request).account),
  );
  app.get(
    '/api/v1/agent-skills',
    {
      config: { access: 'agent' },
      schema: { tags, summary: 'Who has which skill', response: { 200: AgentSkills } },
    },
    async (request) => {
      const all = await skills.agents(principalOf(request).account);
      return { agents: all.map((agent) => withRevision(UserSkills, agent)) };
    },
  );
  app.put(
    '/api/v1/users/:id/skills',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Replace the skills of a user',
        description: savedWhole,
        headers: IfMatch,
        params: z.object({ id: UserId }),
        body: UserSkills,
        response: { 200: RevisedUserSkills },
      },
    },
    async (request) => {
      const { account } = principalOf(request);
      const { id } = request.params;
      return saveWhole(request, UserSkills, {
        read: () => skills.of(account, id),
        write: () => skills.give(account, id, request.body),
      });
    },
  );
}
