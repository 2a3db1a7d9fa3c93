// The account's lists of tags, dispositions and fields, and the labels of one conversation.
import type { ConversationId } from '@opportune/protocol/ids.ts';
import {
  ConversationLabels,
  type ConversationLabels as Labels,
  type LabelLists as Lists,
  type LabelsChange,
  RevisedLabelLists,
} from '@opportune/protocol/rest/conversation/labels.ts';
import type { z } from 'zod';
import { api } from '../../api/client.ts';
import { queryClient, readOf, say, useApiMutation, useApiQuery, t } from '../../ui/index.ts';

/** Colleagues may change labels too. */
const refetchMs = 10_000;

const listsPath = '/conversation-labels';

export function useLabelLists(): Lists | undefined {
  return useApiQuery(listsPath, RevisedLabelLists).data;
}

export function useLabels(conversation: ConversationId): {
  readonly lists: Lists | undefined;
  readonly labels: Labels | undefined;
  readonly change: (change: LabelsChange) => Promise<boolean>;
} {
  const lists = useLabelLists();
  const path = `/conversations/${encodeURIComponent(conversation)}/labels`;
  const enabled = lists !== undefined && hasAny(lists);
  const { data } = useApiQuery(path, ConversationLabels, { enabled, refetchMs });
  const save = useApiMutation((change: LabelsChange) => api.put(path, change, ConversationLabels));
  return {
    lists,
    labels: data,
    change: (wanted) =>
      save.mutateAsync(wanted).then(
        (labels) => {
          queryClient.setQueryData(readOf(path, ConversationLabels).queryKey, labels);
          return true;
        },
        () => {
          say(t('archive.labels.failed'));
          return false;
        },
      ),
  };
}

/**
 * The dispositions to choose from before a conversation is put away. Empty if none is required or
 * one was given.
 */
export async function missingDisposition(
  conversation: ConversationId,
): Promise<Lists['dispositions']> {
  const path = `/conversations/${encodeURIComponent(conversation)}/labels`;
  try {
    const lists = await fresh(listsPath, RevisedLabelLists);
    if (!lists.dispositionRequired || lists.dispositions.length === 0) return [];
    const { disposition } = await fresh(path, ConversationLabels);
    return disposition === null ? lists.dispositions : [];
  } catch {
    // If the lists cannot be read, nobody is held up.
    return [];
  }
}

function fresh<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>> {
  return queryClient.fetchQuery({
    ...readOf(path, schema),
    staleTime: refetchMs,
    retry: false,
  });
}

function hasAny({ tags, dispositions, fields }: Lists): boolean {
  return tags.length + dispositions.length + fields.length > 0;
}
