// Asks for a suggested cap of a goal's value once the user has stopped typing for a moment.
import { useQuery } from '@tanstack/react-query';
import { CapQuestion, SuggestedCap } from '@opportune/protocol/rest/site.ts';
import { api } from '../../api/client.ts';
import { useSettled } from '../../ui/data/use-settled.ts';

/** `goal` as typed. Nothing is asked while it is incomplete. */
export function useSuggestedCap({ event, value, key }: CapQuestion): SuggestedCap | undefined {
  const { data: question } = CapQuestion.safeParse({ event, value, key });
  const asked = useSettled(JSON.stringify(question ?? null));
  return useQuery({
    queryKey: ['/goals/suggested-cap', asked],
    queryFn: () => api.post('/goals/suggested-cap', JSON.parse(asked), SuggestedCap),
    enabled: asked !== 'null',
    staleTime: 60_000,
  }).data;
}
