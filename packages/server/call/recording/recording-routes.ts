// Recordings by REST: the account's settings, and the recordings of a conversation.
import { Readable } from 'node:stream';
import {
  CallRecordings,
  RecordingParams,
  RecordingQuery,
  RecordingSettings,
  RevisedRecordingSettings,
} from '@opportune/protocol/rest/conversation/recordings.ts';
import type { Downloads } from '../../http/files/downloads.ts';
import { pieceOf } from '../../http/files/piece-of.ts';
import type { App } from '../../http/rest/app.ts';
import { operation } from '../../http/rest/operation.ts';
import { resource } from '../../http/rest/resource.ts';
import type { RecordingRules } from './recording-settings.ts';
import type { Recordings } from './recordings.ts';

const tag = 'Conversations';

export function recordingRoutes(
  app: App,
  rules: RecordingRules,
  recordings: Recordings,
  downloads: Downloads,
): void {
  settingsRoutes(app, rules);
  operation(app, 'GET /conversations/:id/recordings', {
    ...{ tag, access: 'agent', params: RecordingParams.pick({ id: true }) },
    id: 'listRecordings',
    summary: 'The recorded calls of a conversation',
    description: 'For managers, and for the agent whose conversation it is.',
    answer: CallRecordings,
    handle: async ({ account, user, params: { id } }) => ({
      items: [...(await recordings.list(user, account, id))],
    }),
  });
  soundRoute(app, recordings, downloads);
  operation(app, 'DELETE /conversations/:id/recordings/:recording', {
    ...{ tag, access: 'manager', params: RecordingParams },
    id: 'removeRecording',
    summary: 'Remove the recording of a call',
    async handle({ account, params: { id: conversation, recording: id } }) {
      await recordings.remove({ account, conversation, id });
    },
  });
}

function soundRoute(app: App, recordings: Recordings, downloads: Downloads): void {
  operation(app, 'GET /conversations/:id/recordings/:recording', {
    ...{ tag, access: 'agent', params: RecordingParams, query: RecordingQuery },
    id: 'downloadRecording',
    summary: 'Hear the recording of a call',
    description:
      'Each side is a channel: the visitor left, the team right. For managers, and for the agent whose conversation it is. A `Range` of bytes is answered with 206.',
    file: 'audio/ogg',
    errors: ['rate.files', 'attachment.unreachable'],
    async handle({ account, user, params, query: { as }, request, reply }) {
      const { id: conversation, recording: id } = params;
      const file = await recordings.open(user, { account, conversation, id }, as);
      const piece = pieceOf(request.headers.range, file.sizeBytes);
      if (piece === 'none')
        return reply.code(416).header('content-range', `bytes */${file.sizeBytes}`).send();
      downloads.hold(reply.raw, [
        { budget: 'downloads.agent', payer: user.id },
        { budget: 'downloads.account', payer: account },
      ]);
      const { from, to } = piece ?? { from: 0, to: file.sizeBytes - 1 };
      if (piece !== null)
        reply.code(206).header('content-range', `bytes ${from}-${to}/${file.sizeBytes}`);
      return reply
        .headers({
          'content-type': file.mediaType,
          'content-length': String(to - from + 1),
          'accept-ranges': 'bytes',
          'cache-control': 'private, no-store',
          'x-content-type-options': 'nosniff',
        })
        .send(Readable.from(file.read(from, to)));
    },
  });
}

function settingsRoutes(app: App, rules: RecordingRules): void {
  resource(app, {
    tag,
    name: 'RecordingSettings',
    item: '/recording-settings',
    readers: 'manager',
    writers: 'administrator',
    saved: RecordingSettings,
    answer: RevisedRecordingSettings,
    read: ({ account }) => rules.of(account),
    get: { summary: 'Whether calls are recorded, and for how long recordings are kept' },
    replace: {
      summary: 'Change whether calls are recorded, and for how long recordings are kept',
      handle: ({ account, body, unchanged }) => rules.change(account, body, unchanged),
    },
  });
}
