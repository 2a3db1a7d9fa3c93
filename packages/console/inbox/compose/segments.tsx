// Beside a reply by SMS: in how many messages it leaves, as it is counted and charged. What counts is
// loaded with the first such reply, because most channels do not count that way.
import { lazy, Suspense } from 'react';
import type { ChannelId } from '@opportune/protocol/ids.ts';
import { ChannelList } from '@opportune/protocol/rest/channel/channels.ts';
import { useApiQuery } from '../../ui/index.ts';

const SegmentsCount = lazy(() =>
  import('./segments-count.tsx').then((module) => ({ default: module.SegmentsCount })),
);

export function Segments({
  channel,
  text,
}: {
  readonly channel: ChannelId;
  readonly text: string;
}) {
  const channels = useApiQuery('/channels', ChannelList).data?.channels;
  const capabilities = channels?.find((each) => each.id === channel)?.capabilities ?? null;
  if (capabilities?.text.count !== 'segments' || text.trim() === '') return null;
  return (
    <Suspense>
      <SegmentsCount text={text.trim()} capabilities={capabilities} />
    </Suspense>
  );
}
