// Saves the whole of what is masked, as the server keeps it.
import { Masking, type MaskSettings } from '@opportune/protocol/rest/masking.ts';
import { api } from '../api/client.ts';
import { useApiMutation } from '../ui/index.ts';

export function useMaskingSave(onDone: () => void) {
  return useApiMutation(
    ({ ibans, patterns }: MaskSettings) => api.put('/masking', { ibans, patterns }, Masking),
    { invalidates: ['/masking'], onDone },
  );
}
