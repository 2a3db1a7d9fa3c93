// What the form of a channel of a system's own holds: what is set of it, and of what it can do the part
// that people decide. What the form does not show stays as it is.
import { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import { attachmentLimits, channelLimits } from '@opportune/protocol/limits.ts';
import { NewChannel, type Channel } from '@opportune/protocol/rest/channel/channels.ts';
import { z } from 'zod';
import { ownIcons } from '../../channels/kind-icons.ts';

export const ChannelFields = NewChannel.pick({ name: true, deliverTo: true }).extend({
  icon: z.enum(ownIcons),
  longestText: z.number().int().min(channelLimits.shortestText).max(channelLimits.longestText),
  files: z.boolean(),
  receipts: z.enum(['none', 'delivered', 'read']),
});
export type ChannelFields = z.infer<typeof ChannelFields>;

/** Texts and files; the system tells what became of them, and takes what it is sent twice once. */
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
    icon: ownIcons.find((icon) => icon === channel?.icon) ?? 'code',
    longestText: text.most,
    files: files !== undefined,
    receipts,
  };
}

/** What is saved: of a channel that is there with what else it can do. */
export function savedOf(
  { name, deliverTo, icon, longestText, files, receipts }: ChannelFields,
  channel: Channel | null,
) {
  const { files: known = usual.files, ...before } = channel?.capabilities ?? usual;
  return {
    ...{ name, deliverTo, icon },
    capabilities: {
      ...before,
      ...(files ? { files: known } : {}),
      text: { ...before.text, most: longestText },
      receipts,
      readMarks: receipts === 'read' ? ('in' as const) : ('none' as const),
    },
  };
}
