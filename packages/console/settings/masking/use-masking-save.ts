// Saves the whole of what is masked, as the server keeps it.
import {
  type MaskSettings,
  RevisedMasking,
} from '@opportune/protocol/rest/conversation/masking.ts';
import { useWholeSave } from '../../ui/index.ts';

export function useMaskingSave(onDone: () => void) {
  return useWholeSave<MaskSettings, typeof RevisedMasking>('/masking', RevisedMasking, { onDone });
}
