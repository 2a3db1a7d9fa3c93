// Saves the lists of tags, dispositions and fields. Each list is saved as a whole, as the server
// keeps it.
import {
  type LabelListsDraft,
  RevisedLabelLists,
} from '@opportune/protocol/rest/conversation/labels.ts';
import { useWholeSave } from '../../ui/index.ts';

export const labelsPath = '/conversation-labels';

export function useLabelSave(onDone: () => void = () => {}) {
  return useWholeSave<LabelListsDraft, typeof RevisedLabelLists>(labelsPath, RevisedLabelLists, {
    invalidates: ['/conversations'],
    onDone,
  });
}
