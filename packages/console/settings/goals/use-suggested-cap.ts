// Asks what a goal's value could be capped at, once nothing was typed for a moment.
import { useQuery } from '@tanstack/react-query';
import { CapQuestion, SuggestedCap } from '@opportune/protocol/rest/site.ts';
import { api } from '../../api/client.ts';
import { useSettled } from '../../ui/data/use-settled.ts';

/** `goal` as typed; what is no question yet is not asked. */
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
