// Files by REST: the account's settings, for managers to change, and the files that agents send or
// read.
import { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import {
  AttachmentParams,
  AttachmentQuery,
  AttachmentSettings,
  RevisedAttachmentSettings,
} from '@opportune/protocol/rest/conversation/attachments.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { App } from '../../http/rest/app.ts';
import { fileHeaders } from '../../http/files/file-answer.ts';
import { pieceIn, pieceOf } from '../../http/files/piece-of.ts';
import { refuse, found } from '../../http/problem/refusal.ts';
import type { Attachments, OpenedFile } from './attachments.ts';
import { operation } from '../../http/rest/operation.ts';
import { resource } from '../../http/rest/resource.ts';

const tag = 'Conversations';
const file = { tag, access: 'agent', params: AttachmentParams } as const;

export function attachmentRoutes(
  app: App,
  attachments: Attachments,
  store: ConversationStore,
): void {
  settingsRoutes(app, attachments);
  sendingRoute(app, attachments, store);
  operation(app, 'GET /conversations/:id/attachments/:attachment', {
    ...file,
    id: 'downloadAttachment',
    summary: 'Download a file of a conversation, by the message that carries it',
    description:
      'The answer has the file’s type. A picture may be opened, and anything else is a download. A `Range` of bytes is answered with 206.',
    file: 'application/octet-stream',
    errors: ['rate.files', 'attachment.unreachable'],
    async handle({ account, user, params, request, reply }) {
      const { id: conversation, attachment: message } = params;
      attachments.downloads.hold(reply.raw, [
        { budget: 'downloads.agent', payer: user.id },
        { budget: 'downloads.account', payer: account },
      ]);
      const opened = found(await attachments.open({ account, conversation, message }));
      return sendFile(reply, opened, request.headers.range);
    },
  });
}

/** The whole file, or the piece that is asked for. */
function sendFile(reply: FastifyReply, { attachment, bytes }: OpenedFile, range?: string) {
  const { sizeBytes } = bytes;
  const piece = pieceOf(range, sizeBytes);
  if (piece === 'none')
    return reply.code(416).header('content-range', `bytes */${sizeBytes}`).send();
  reply.headers(fileHeaders(attachment, sizeBytes));
  if (piece === null) return reply.send(Readable.from(bytes.content));
  const { from, to } = piece;
  return reply
    .code(206)
    .header('content-range', `bytes ${from}-${to}/${sizeBytes}`)
    .header('content-length', String(to - from + 1))
    .send(Readable.from(pieceIn(bytes.content, piece)));
}

function settingsRoutes(app: App, { rules }: Attachments): void {
  resource(app, {
    tag,
    name: 'AttachmentSettings',
    item: '/attachment-settings',
    readers: 'agent',
    writers: 'manager',
    saved: AttachmentSettings,
    answer: RevisedAttachmentSettings,
    read: ({ account }) => rules.of(account),
    get: { summary: 'Which files are accepted, from whom and how large' },
    replace: {
      summary: 'Change which files are accepted, from whom and how large',
      handle: ({ account, body, unchanged }) => rules.change(account, body, unchanged),
    },
  });
}

/** In a separate scope, in which bodies are not parsed as JSON but left to the handler. */
function sendingRoute(app: App, attachments: Attachments, store: ConversationStore): void {
  app.register(async (scope) => {
    scope.addContentTypeParser('application/octet-stream', async () => undefined);
    operation(
      scope.withTypeProvider<ZodTypeProvider>(),
      'PUT /conversations/:id/attachments/:attachment',
      {
        ...file,
        id: 'uploadAttachment',
        summary: 'Upload a file for a message that will have this id',
        description:
          'The body is the file, as `application/octet-stream`. A repeat gets the same answer. A file that no message carries within a day is removed.',
        query: AttachmentQuery,
        answer: Attachment,
        errors: [
          ...(['attachment.off', 'attachment.type', 'attachment.too_large'] as const),
          ...(['attachment.too_many', 'attachment.too_slow', 'attachment.unreachable'] as const),
          ...(['rate.files', 'request.conflict'] as const),
        ],
        async handle({ account, user, params, query: { name }, request }) {
          const { id: conversation, attachment: message } = params;
          found(await store.load(account, conversation));
          const sent = { account, conversation, message };
          const length = Number(request.headers['content-length'] ?? NaN);
          const sizeBytes = Number.isNaN(length) ? null : length;
          const sender = { agent: user.id };
          const refused = await attachments.begin(sent, { sender, name, sizeBytes });
          if (refused !== null) throw refuse(refused);
          return attachments.receive(sent, request.raw, null);
        },
      },
    );
  });
}
