// Which app of the business has a conversation at Meta, and what an agent can do about it.
import { type HeldBy, heldBy } from '@opportune/core/channel/control.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { ControlOutcome, type ControlRequest } from '@opportune/protocol/rest/channel/control.ts';
import { ChannelList } from '@opportune/protocol/rest/channel/channels.ts';
import { api } from '../../api/client.ts';
import { say, sayError, t, useApiMutation, useApiQuery, useStore } from '../../ui/index.ts';
import { inbox } from '../inbox-store.ts';

export interface ControlNow {
  readonly held: HeldBy;
  readonly busy: boolean;
  readonly act: (request: ControlRequest) => void;
}

/** Null: its channel has one app. */
export function useControl({ id, channel }: Conversation): ControlNow | null {
  const channels = useApiQuery('/channels', ChannelList).data?.channels;
  const kind = channels?.find((each) => each.id === channel)?.kind;
  const isShared = kind === 'messenger' || kind === 'instagram';
  const isHere = useStore(inbox, ({ transcripts }) => {
    const held = isShared ? heldBy(transcripts.get(id)?.messages ?? []) : null;
    // A store compares values, so an object would be another one each time.
    return held === null ? null : held.here ? 'here' : (held.app ?? 'theirs');
  });
  const { mutate, isPending } = useApiMutation((request: ControlRequest) =>
    api.post(`/conversations/${encodeURIComponent(id)}/control`, request, ControlOutcome),
  );
  if (isHere === null) return null;
  return {
    held: isHere === 'here' ? { here: true } : { here: false, app: isHere },
    busy: isPending,
    act: (request) =>
      mutate(request, {
        onError: sayError,
        onSuccess: ({ result, detail }) =>
          say(
            result === 'done' ? t(`channels.control.done.${request.act}`) : whyNot(result, detail),
          ),
      }),
  };
}

function whyNot(result: Exclude<ControlOutcome['result'], 'done'>, detail: string | null): string {
  if (detail !== null) return t('channels.control.refused', { detail });
  return t(`channels.control.${result === 'refused' ? 'refusedSilently' : result}`);
}
