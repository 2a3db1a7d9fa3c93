// Saves the masking settings as a whole, as the server keeps them.
import {
  type MaskSettings,
  RevisedMasking,
} from '@opportune/protocol/rest/conversation/masking.ts';
import { useWholeSave } from '../../ui/index.ts';

export function useMaskingSave(onDone: () => void) {
  return useWholeSave<MaskSettings, typeof RevisedMasking>('/masking', RevisedMasking, { onDone });
}
