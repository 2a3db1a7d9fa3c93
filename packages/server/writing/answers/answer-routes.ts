// Predefined answers by REST: shared ones for managers to keep, own ones for each agent, and what
// variables stand for in a conversation. Everything is of the signed-in user's account.
import { AnswerId, ConversationId } from '@opportune/protocol/ids.ts';
import {
  AnswerDraft,
  AnswerImport,
  AnswerImported,
  AnswerList,
  AnswersByNeed,
  AnswerUsed,
  AnswerValues,
  RevisedAnswer,
} from '@opportune/protocol/rest/conversation/answers.ts';
import { Empty, IfMatch } from '@opportune/protocol/rest/common.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import { type Principal, principalOf } from '../../http/access/principal.ts';
import { saveWhole, savedWhole, withRevision } from '../../http/rest/whole-document.ts';
import type { Owner } from './answer-rows.ts';
import { answerValues, type ValueSources } from './answer-values.ts';
import type { PredefinedAnswers } from './answers.ts';

const tags = ['Predefined answers'];
const params = z.object({ id: AnswerId });

export function answerRoutes(app: App, answers: PredefinedAnswers, sources: ValueSources): void {
  app.get(
    '/api/v1/answers',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'Shared predefined answers and one’s own',
        response: { 200: AnswerList },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      const all = await answers.list(account, user.id);
      return { answers: all.map((answer) => withRevision(AnswerDraft, answer)) };
    },
  );
  app.get(
    '/api/v1/answers/by-need',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'Which answers fit which need',
        description:
          'Those tied to it, and those used in conversations that agents named so, clearly more than in others.',
        response: { 200: AnswersByNeed },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      return answers.byNeed(account, user.id);
    },
  );
  app.post(
    '/api/v1/answers/:id/uses',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'Note that an answer was sent in a conversation',
        description: 'Shared or one’s own. Once a conversation, however often.',
        params,
        body: AnswerUsed,
        response: { 200: Empty },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      await answers.used(account, user.id, request.params.id, request.body.conversation);
      return {};
    },
  );
  app.get(
    '/api/v1/conversations/:id/answer-values',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'What the variables of answers stand for in a conversation',
        params: z.object({ id: ConversationId }),
        response: { 200: AnswerValues },
      },
    },
    async (request) => ({
      values: await answerValues(sources, principalOf(request), request.params.id),
    }),
  );
  changes(app, answers, {
    path: '/api/v1/answers',
    access: 'manager',
    what: 'a shared answer',
    ownerOf: () => null,
  });
  changes(app, answers, {
    path: '/api/v1/my-answers',
    access: 'agent',
    what: 'an answer of one’s own',
    ownerOf: ({ user }) => user.id,
  });
}

interface Kept {
  readonly path: '/api/v1/answers' | '/api/v1/my-answers';
  readonly access: 'agent' | 'manager';
  readonly what: string;
  readonly ownerOf: (principal: Principal) => Owner;
}

/** The changes of one list of answers. */
function changes(
  app: App,
  answers: PredefinedAnswers,
  { path, access, what, ownerOf }: Kept,
): void {
  const config = { access } as const;
  app.post(
    path,
    {
      config,
      schema: {
        tags,
        summary: `Add ${what}`,
        body: AnswerDraft,
        response: { 201: RevisedAnswer },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const made = await answers.create(principal.account, ownerOf(principal), request.body);
      return reply.code(201).send(withRevision(AnswerDraft, made));
    },
  );
  app.put(
    `${path}/:id`,
    {
      config,
      schema: {
        tags,
        summary: `Change ${what}`,
        description: savedWhole,
        headers: IfMatch,
        params,
        body: AnswerDraft,
        response: { 200: RevisedAnswer },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      const [account, owner] = [principal.account, ownerOf(principal)];
      const { id } = request.params;
      return saveWhole(request, AnswerDraft, {
        read: () => answers.read(account, owner, id),
        write: () => answers.change(account, owner, id, request.body),
      });
    },
  );
  app.delete(
    `${path}/:id`,
    {
      config,
      schema: { tags, summary: `Remove ${what}`, params, response: { 200: Empty } },
    },
    async (request) => {
      const principal = principalOf(request);
      await answers.remove(principal.account, ownerOf(principal), request.params.id);
      return {};
    },
  );
  app.post(
    `${path}/import`,
    {
      config,
      schema: {
        tags,
        summary: `Add or replace many at once, each ${what}`,
        description: 'All or nothing. One with the same shortcut, skill and language is replaced.',
        body: AnswerImport,
        response: { 200: AnswerImported },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      return answers.import(principal.account, ownerOf(principal), request.body.answers);
    },
  );
}
