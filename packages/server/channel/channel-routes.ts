// Channels by REST: everybody who answers sees them, administrators set them up, because what a channel
// sends leaves the account.
import { ChannelId } from '@opportune/protocol/ids.ts';
import {
  ChannelChange,
  ChannelCheck,
  ChannelList,
  ChannelSecret,
  NewChannel,
  RevisedChannel,
  TestMessage,
  TestMessageOutcome,
} from '@opportune/protocol/rest/channel/channels.ts';
import { Empty } from '@opportune/protocol/rest/common.ts';
import { z } from 'zod';
import type { App } from '../http/rest/app.ts';
import { operation } from '../http/rest/operation.ts';
import { resource } from '../http/rest/resource.ts';
import type { Channels } from './channels.ts';
import { type CheckChannel, type CheckParts, createCheck } from './check-channel.ts';
import {
  createTestMessage,
  type SendTest,
  type TestMessageParts,
} from './provider/test-message.ts';

const tag = 'Channels';

interface Trying {
  readonly check: CheckChannel;
  readonly test: SendTest;
}

const params = z.object({ id: ChannelId });

/** Asks providers, and sends test messages. */
export function tryingOver(parts: CheckParts & TestMessageParts): Trying {
  return { check: createCheck(parts), test: createTestMessage(parts) };
}

export function channelRoutes(app: App, channels: Channels, trying: Trying): void {
  documentRoutes(app, channels);
  tryingRoutes(app, trying);
  secretRoutes(app, channels);
}

function documentRoutes(app: App, channels: Channels): void {
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
      description:
        'Only this answer contains the `secret` of a custom channel. The credentials of a provider’s channel are in no answer.',
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
      summary: 'Remove a channel. Its conversations stay',
      errors: ['channel.kept'],
      handle: ({ account, params: { id } }) => channels.remove(account, id),
    },
  });
}

function tryingRoutes(app: App, trying: Trying): void {
  operation(app, 'POST /channels/:id/check', {
    id: 'checkChannel',
    tag,
    access: 'administrator',
    summary: 'Check how a channel is connected',
    description: 'Tells the provider where to send, and asks it whether the credentials are valid.',
    params,
    answer: ChannelCheck,
    handle: ({ account, params: { id } }) => trying.check(account, id),
  });
  operation(app, 'POST /channels/:id/test-message', {
    id: 'sendTestMessage',
    tag,
    access: 'administrator',
    summary: 'Send a test message',
    description:
      'Sends one sentence to an address of the channel at once, and says what the provider answered. It belongs to no conversation.',
    params,
    body: TestMessage,
    answer: TestMessageOutcome,
    handle: ({ account, params: { id }, body }) => trying.test(account, id, body.address),
  });
}

function secretRoutes(app: App, channels: Channels): void {
  operation(app, 'POST /channels/:id/secret', {
    id: 'renewChannelSecret',
    tag,
    access: 'administrator',
    summary: 'Give a custom channel a new secret',
    description:
      'The former secret stays valid for 24 hours. Until then, what Opportune sends is signed with both.',
    params,
    answer: ChannelSecret,
    handle: ({ account, params: { id } }) => channels.renewSecret(account, id),
  });
  operation(app, 'DELETE /channels/:id/former-secret', {
    id: 'endFormerChannelSecret',
    tag,
    access: 'administrator',
    summary: 'End the former secret of a custom channel now',
    params,
    answer: Empty,
    async handle({ account, params: { id } }) {
      await channels.endFormerSecret(account, id);
      return {};
    },
  });
}
