// Predefined answers by REST: shared ones for managers to change, own ones for each agent, and the
// values of variables in a conversation. Everything belongs to the signed-in user's account.
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
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import { withRevision } from '../../http/rest/whole-document.ts';
import type { Owner } from './answer-rows.ts';
import { answerValues, type ValueSources } from './answer-values.ts';
import type { PredefinedAnswers } from './answers.ts';
import { operation } from '../../http/rest/operation.ts';
import { resource } from '../../http/rest/resource.ts';
import type { User } from '@opportune/protocol/rest/account.ts';

const tag = 'Predefined answers';
const ofAgents = { tag, access: 'agent' } as const;
const params = z.object({ id: AnswerId });

export function answerRoutes(app: App, answers: PredefinedAnswers, sources: ValueSources): void {
  operation(app, 'GET /answers', {
    ...ofAgents,
    id: 'listAnswers',
    summary: 'Shared predefined answers and your own',
    answer: AnswerList,
    async handle({ account, user }) {
      const all = await answers.list(account, user.id);
      return { answers: all.map((answer) => withRevision(AnswerDraft, answer)) };
    },
  });
  operation(app, 'GET /answers/by-need', {
    ...ofAgents,
    id: 'listAnswersByNeed',
    summary: 'Which answers match which need',
    description:
      'Answers that are assigned to a need, and answers that are used clearly more often in conversations with that need.',
    answer: AnswersByNeed,
    handle: ({ account, user }) => answers.byNeed(account, user.id),
  });
  operation(app, 'POST /answers/:id/uses', {
    ...ofAgents,
    id: 'noteAnswerUse',
    summary: 'Note that an answer was sent in a conversation',
    description: 'A shared answer or your own. It counts once per conversation.',
    params,
    body: AnswerUsed,
    handle: ({ account, user, params: { id }, body }) =>
      answers.used(account, user.id, id, body.conversation),
  });
  operation(app, 'GET /conversations/:id/answer-values', {
    ...ofAgents,
    id: 'listAnswerValues',
    summary: 'The values of answers’ variables in a conversation',
    params: z.object({ id: ConversationId }),
    answer: AnswerValues,
    handle: async ({ principal, params: { id } }) => ({
      values: await answerValues(sources, principal, id),
    }),
  });
  changes(app, answers, {
    path: '/answers',
    name: 'SharedAnswer',
    access: 'manager',
    what: 'a shared answer',
    many: 'shared answers',
    ownerOf: () => null,
  });
  changes(app, answers, {
    path: '/my-answers',
    name: 'MyAnswer',
    access: 'agent',
    what: 'your own answer',
    many: 'of your own answers',
    ownerOf: ({ id }) => id,
  });
}

interface Kept {
  readonly path: '/answers' | '/my-answers';
  readonly name: 'SharedAnswer' | 'MyAnswer';
  readonly access: 'agent' | 'manager';
  readonly what: string;
  readonly many: string;
  readonly ownerOf: (user: User) => Owner;
}

/** The changes of one list of answers. */
function changes(
  app: App,
  answers: PredefinedAnswers,
  { path, name, access, what, many, ownerOf }: Kept,
): void {
  resource(app, {
    ...{ tag, name, params, readers: access, writers: access },
    collection: path,
    item: `${path}/:id`,
    saved: AnswerDraft,
    answer: RevisedAnswer,
    read: ({ account, user, params: { id } }) => answers.read(account, ownerOf(user), id),
    create: {
      summary: `Add ${what}`,
      body: AnswerDraft,
      errors: ['account.full'],
      handle: ({ account, user, body }) => answers.create(account, ownerOf(user), body),
    },
    replace: {
      summary: `Change ${what}`,
      handle: ({ account, user, params: { id }, body, unchanged }) =>
        answers.change(account, ownerOf(user), id, body, unchanged),
    },
    remove: {
      summary: `Remove ${what}`,
      handle: ({ account, user, params: { id } }) => answers.remove(account, ownerOf(user), id),
    },
  });
  operation(app, `POST ${path}/import`, {
    id: `import${name}s`,
    tag,
    access,
    summary: `Add or replace many ${many} at once`,
    description:
      'Either all are saved or none. An answer with the same shortcut, skill and language is replaced.',
    body: AnswerImport,
    answer: AnswerImported,
    errors: ['account.full'],
    handle: ({ account, user, body }) => answers.import(account, ownerOf(user), body.answers),
  });
}
