// The composer's button for templates, on channels that have them. Its dialog is loaded at the first
// use.
import { lazy, Suspense, useState } from 'react';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { ChannelList } from '@opportune/protocol/rest/channel/channels.ts';
import { IconButton, t, useApiQuery } from '../../ui/index.ts';

const TemplateDialog = lazy(() =>
  import('./template-dialog.tsx').then((module) => ({ default: module.TemplateDialog })),
);

export function TemplateButton({ conversation: { id, channel } }: { conversation: Conversation }) {
  const channels = useApiQuery('/channels', ChannelList).data?.channels;
  const [open, setOpen] = useState(false);
  const capabilities = channels?.find((each) => each.id === channel)?.capabilities;
  if (capabilities?.window?.afterwards !== 'templates') return null;
  return (
    <>
      <IconButton icon="template" label={t('channels.template')} onClick={() => setOpen(true)} />
      {open && (
        <Suspense>
          <TemplateDialog conversation={id} channel={channel} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
