// The fields of a custom channel's form: its settings, and the capabilities that people choose.
// Capabilities that the form does not show stay as they are.
import { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import { channelLimits } from '@opportune/protocol/limits/channels.ts';
import { attachmentLimits } from '@opportune/protocol/limits/conversations.ts';
import { ChannelSettings } from '@opportune/protocol/channel/channel.ts';
import { NewCustomChannel, type Channel } from '@opportune/protocol/rest/channel/channels.ts';
import { z } from 'zod';
import { ownIcons } from '../../channels/kind-icons.ts';

const { skill, closesAfterH } = ChannelSettings.shape;

export const ChannelFields = NewCustomChannel.pick({ name: true, deliverTo: true }).extend({
  skill,
  closesAfterH,
  icon: z.enum(ownIcons),
  longestText: z.number().int().min(channelLimits.shortestText).max(channelLimits.longestText),
  files: z.boolean(),
  receipts: z.enum(['none', 'delivered', 'read']),
});
export type ChannelFields = z.infer<typeof ChannelFields>;

/**
 * The usual capabilities: texts and files, with receipts and read marks. The system ignores a
 * message that it is sent twice.
 */
const usual = Capabilities.parse({
  text: { most: 4000 },
  ...{ typing: 'in', readMarks: 'in', receipts: 'read', idempotent: true },
  files: { types: ['*'], mostBytes: attachmentLimits.sizeBytes },
});

export function fieldsOf(channel: Channel | null): ChannelFields {
  const { text, files, receipts } = channel?.capabilities ?? usual;
  return {
    name: channel?.name ?? '',
    deliverTo: channel?.deliverTo ?? '',
    skill: channel?.skill ?? null,
    closesAfterH: channel?.closesAfterH ?? null,
    icon: ownIcons.find((icon) => icon === channel?.icon) ?? 'code',
    longestText: text.most,
    files: files !== undefined,
    receipts,
  };
}

/** What is saved. An existing channel keeps its other capabilities. */
export function savedOf(
  { longestText, files, receipts, ...settings }: ChannelFields,
  channel: Channel | null,
) {
  const { files: known = usual.files, ...before } = channel?.capabilities ?? usual;
  return {
    ...settings,
    capabilities: {
      ...before,
      ...(files ? { files: known } : {}),
      text: { ...before.text, most: longestText },
      receipts,
      readMarks: receipts === 'read' ? ('in' as const) : ('none' as const),
    },
  };
}
