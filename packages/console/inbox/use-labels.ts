// The account's lists of tags, dispositions and fields, and those that one conversation has.
import type { ConversationId } from '@opportune/protocol/ids.ts';
import {
  ConversationLabels,
  LabelLists,
  type ConversationLabels as Labels,
  type LabelLists as Lists,
  type LabelsChange,
} from '@opportune/protocol/rest/labels.ts';
import { api } from '../api/client.ts';
import { queryClient, say, useApiMutation, useApiQuery } from '../ui/index.ts';
import { a } from './archive-words.ts';

/** Colleagues label too. */
const refetchMs = 10_000;

const listsPath = '/conversation-labels';

export function useLabelLists(): Lists | undefined {
  return useApiQuery(listsPath, LabelLists).data;
}

export function useLabels(conversation: ConversationId): {
  readonly lists: Lists | undefined;
  readonly labels: Labels | undefined;
  /** Both were read, as far as they can be. */
  readonly settled: boolean;
  readonly change: (change: LabelsChange) => Promise<boolean>;
} {
  const { data: lists, isPending: unlisted } = useApiQuery(listsPath, LabelLists);
  const path = `/conversations/${encodeURIComponent(conversation)}/labels`;
  const enabled = lists !== undefined && hasAny(lists);
  const { data, isPending } = useApiQuery(path, ConversationLabels, { enabled, refetchMs });
  const save = useApiMutation((change: LabelsChange) => api.put(path, change, ConversationLabels));
  return {
    lists,
    labels: data,
    settled: !unlisted && !(enabled && isPending),
    change: (wanted) =>
      save.mutateAsync(wanted).then(
        (labels) => {
          queryClient.setQueryData([path, {}], labels);
          return true;
        },
        () => {
          say(a('labels.failed'));
          return false;
        },
      ),
  };
}

function hasAny({ tags, dispositions, fields }: Lists): boolean {
  return tags.length + dispositions.length + fields.length > 0;
}
