// Loads figures that change while somebody looks at them. One request waits at the server until the
// figures change. Only a visible page waits, because a browser has few connections. It asks at most
// four times a second.
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { z } from 'zod';
import { api, type CallOptions, type Changing } from '../api/client.ts';
import { keyOf, queryClient } from '../ui/data/use-api.ts';

const restMs = 250;
const afterErrorMs = 2000;

/**
 * GETs a path, and again whenever its answer changes. The old answer stays until the new one
 * arrives.
 */
export function useLiveQuery<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  query: NonNullable<CallOptions['query']> = {},
): UseQueryResult<z.infer<Schema>> {
  type Known = Changing<z.infer<Schema>>;
  const queryKey = [...keyOf(path, schema, query), 'live'];
  return useQuery({
    queryKey,
    queryFn: ({ signal }): Promise<Known> =>
      api.change(path, schema, queryClient.getQueryData<Known>(queryKey), { query, signal }),
    select: answerOf,
    refetchInterval: ({ state }) => (state.status === 'error' ? afterErrorMs : restMs),
    placeholderData: keepPreviousData,
  });
}

function answerOf<Answer>({ answer }: Changing<Answer>): Answer {
  return answer;
}
