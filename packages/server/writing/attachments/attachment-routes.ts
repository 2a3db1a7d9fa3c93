// Files by REST: what an account takes, for managers to change; a file that an agent sends or reads.
import { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import { IfMatch } from '@opportune/protocol/rest/common.ts';
import {
  AttachmentParams,
  AttachmentQuery,
  AttachmentSettings,
  RevisedAttachmentSettings,
} from '@opportune/protocol/rest/conversation/attachments.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import { Readable } from 'node:stream';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { App } from '../../http/rest/app.ts';
import { fileHeaders } from '../../http/files/file-answer.ts';
import { principalOf } from '../../http/access/principal.ts';
import { saveWhole, savedWhole, withRevision } from '../../http/rest/whole-document.ts';
import { refuse } from '../../http/problem/refusal.ts';
import type { Attachments } from './attachments.ts';

const tags = ['Conversations'];
const agents = { access: 'agent' } as const;

export function attachmentRoutes(
  app: App,
  attachments: Attachments,
  store: ConversationStore,
): void {
  settingsRoutes(app, attachments);
  sendingRoute(app, attachments, store);
  app.get(
    '/api/v1/conversations/:id/attachments/:attachment',
    {
      config: agents,
      schema: {
        tags,
        summary: 'A file of a conversation, by the message that carries it',
        description: 'Answered as what it is; a picture may be opened, anything else is saved.',
        params: AttachmentParams,
      },
    },
    async (request, reply) => {
      const { account, user } = principalOf(request);
      const { id: conversation, attachment: message } = request.params;
      attachments.downloads.hold(reply.raw, [
        { budget: 'downloads.agent', payer: user.id },
        { budget: 'downloads.account', payer: account },
      ]);
      const found = await attachments.open({ account, conversation, message });
      if (found === null) throw refuse('request.not_found');
      return reply
        .headers(fileHeaders(found.attachment, found.bytes.sizeBytes))
        .send(Readable.from(found.bytes.content));
    },
  );
}

function settingsRoutes(app: App, { rules }: Attachments): void {
  app.get(
    '/api/v1/attachment-settings',
    {
      config: agents,
      schema: {
        tags,
        summary: 'Which files are taken, from whom and how large',
        response: { 200: RevisedAttachmentSettings },
      },
    },
    async (request) =>
      withRevision(AttachmentSettings, await rules.of(principalOf(request).account)),
  );
  app.put(
    '/api/v1/attachment-settings',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Change which files are taken, from whom and how large',
        description: savedWhole,
        headers: IfMatch,
        body: AttachmentSettings,
        response: { 200: RevisedAttachmentSettings },
      },
    },
    async (request) => {
      const { account } = principalOf(request);
      return saveWhole(request, AttachmentSettings, {
        read: () => rules.of(account),
        write: () => rules.change(account, request.body),
      });
    },
  );
}

/** In a scope of its own, whose bodies are not read as JSON but left to be read. */
function sendingRoute(app: App, attachments: Attachments, store: ConversationStore): void {
  app.register(async (scope) => {
    scope.addContentTypeParser('application/octet-stream', async () => undefined);
    scope.withTypeProvider<ZodTypeProvider>().put(
      '/api/v1/conversations/:id/attachments/:attachment',
      {
        config: agents,
        schema: {
          tags,
          summary: 'Bring a file that a message of this id is then to carry',
          description:
            'The body is the file, as `application/octet-stream`. The same again is answered as before. What no message carries within a day is removed.',
          params: AttachmentParams,
          querystring: AttachmentQuery,
          response: { 200: Attachment },
        },
      },
      async (request) => {
        const { account, user } = principalOf(request);
        const { id: conversation, attachment: message } = request.params;
        if ((await store.load(account, conversation)) === null) throw refuse('request.not_found');
        const file = { account, conversation, message };
        const { name } = request.query;
        const length = Number(request.headers['content-length'] ?? NaN);
        const sizeBytes = Number.isNaN(length) ? null : length;
        const refused = await attachments.begin(file, {
          sender: { agent: user.id },
          name,
          sizeBytes,
        });
        if (refused !== null) throw refuse(refused);
        return attachments.receive(file, request.raw, null);
      },
    );
  });
}
