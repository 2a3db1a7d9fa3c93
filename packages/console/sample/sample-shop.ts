// The sample shop of the account, as the pages use it: how far it is, and the ways in and out. A page
// of another account is another console, so each way reloads the whole.
import { Empty } from '@opportune/protocol/rest/common.ts';
import { SampleShop } from '@opportune/protocol/rest/sample.ts';
import { api } from '../api/client.ts';
import { useApiQuery } from '../ui/index.ts';

/** How often the progress is asked for while the shop is made. */
const makingMs = 700;

export function useSampleShop() {
  const known = useApiQuery('/sample', SampleShop);
  const options = known.data?.state === 'making' ? { refetchMs: makingMs } : {};
  return useApiQuery('/sample', SampleShop, options);
}

export const makeSample = () => api.post('/sample', {}, SampleShop);

export const removeSample = () => api.delete('/sample', Empty);

export async function enterSample(): Promise<void> {
  await api.post('/sample/enter', {}, Empty);
  openAnew();
}

export async function leaveSample(): Promise<void> {
  await api.post('/sample/leave', {}, Empty);
  openAnew();
}

/** Home of the account that the session is in now. */
export function openAnew(): void {
  window.location.assign('/');
}
