// Channels by REST: everybody who answers sees them, administrators set them up, because what a channel
// sends leaves the account.
import { ChannelId } from '@opportune/protocol/ids.ts';
import {
  ChannelChange,
  ChannelList,
  ChannelSecret,
  NewChannel,
  RevisedChannel,
} from '@opportune/protocol/rest/channel/channels.ts';
import { z } from 'zod';
import type { App } from '../http/rest/app.ts';
import { operation } from '../http/rest/operation.ts';
import { resource } from '../http/rest/resource.ts';
import type { Channels } from './channels.ts';

const tag = 'Channels';

export function channelRoutes(app: App, channels: Channels): void {
  const params = z.object({ id: ChannelId });
  resource(app, {
    tag,
    name: 'Channel',
    collection: '/channels',
    item: '/channels/:id',
    params,
    readers: 'agent',
    writers: 'administrator',
    saved: ChannelChange,
    answer: RevisedChannel,
    read: ({ account, params: { id } }) => channels.read(account, id),
    list: {
      summary: 'The channels, with their state',
      answer: ChannelList,
      handle: ({ account }) => channels.list(account),
    },
    create: {
      summary: 'Add a channel',
      description: 'The `secret` is in this answer and never again.',
      body: NewChannel,
      errors: ['account.full'],
      handle: ({ account, body }) => channels.create(account, body),
    },
    get: { summary: 'One channel' },
    patch: {
      summary: 'Change a channel',
      handle: ({ account, params: { id }, body, unchanged }) =>
        channels.change(account, id, body, unchanged),
    },
    remove: {
      summary: 'Remove a channel; its conversations stay',
      errors: ['channel.kept'],
      handle: ({ account, params: { id } }) => channels.remove(account, id),
    },
  });
  operation(app, 'POST /channels/:id/secret', {
    id: 'renewChannelSecret',
    tag,
    access: 'administrator',
    summary: 'Give a custom channel another secret',
    description: 'The former secret holds no more.',
    params,
    answer: ChannelSecret,
    handle: async ({ account, params: { id } }) => ({
      secret: await channels.renewSecret(account, id),
    }),
  });
}
