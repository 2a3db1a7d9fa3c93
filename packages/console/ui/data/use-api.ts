// Reads and changes through the API from components: TanStack Query with the console's client. A
// known answer stays shown while it is fetched again. Errors that do not allow a retry are not
// retried.
import {
  QueryClient,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQuery,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { z } from 'zod';
import { api, ApiProblem, type CallOptions } from '../../api/client.ts';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      retry: (failures, error) => failures < 2 && mayRetry(error),
      retryDelay: (attempt) => Math.min(4000, 500 * 2 ** attempt),
    },
    mutations: { retry: false },
  },
});

function mayRetry(error: unknown): boolean {
  return !(error instanceof ApiProblem) || error.problem.retry;
}

export interface ApiQueryOptions {
  readonly query?: CallOptions['query'];
  readonly enabled?: boolean;
  readonly refetchMs?: number;
  /** Keep showing the answer for the old key until the new one arrives. */
  readonly keep?: boolean;
}

/**
 * A read of a path. The key holds the path, so that `invalidate('/campaigns')` reaches every read
 * under it. It also holds the query and the schema, so that an answer parsed by one schema never
 * reaches a component that uses another. Create `schema` once, outside of rendering: a new schema
 * object is a new read.
 */
export function readOf<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  query: NonNullable<CallOptions['query']> = {},
) {
  return queryOptions({
    queryKey: keyOf(path, schema, query),
    queryFn: ({ signal }) => api.get(path, schema, { query, signal }),
  });
}

export function keyOf(
  path: string,
  schema: z.ZodType,
  query: NonNullable<CallOptions['query']>,
): readonly unknown[] {
  return [path, query, shapeOf(schema)];
}

const shapes = new WeakMap<z.ZodType, number>();
let lastShape = 0;

/** A number that identifies a schema object. */
function shapeOf(schema: z.ZodType): number {
  const known = shapes.get(schema);
  if (known !== undefined) return known;
  lastShape += 1;
  shapes.set(schema, lastShape);
  return lastShape;
}

export function useApiQuery<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  options: ApiQueryOptions = {},
): UseQueryResult<z.infer<Schema>> {
  return useQuery({
    ...readOf(path, schema, options.query),
    enabled: options.enabled ?? true,
    ...(options.refetchMs === undefined ? {} : { refetchInterval: options.refetchMs }),
    ...(options.keep === true ? { placeholderData: keepPreviousData } : {}),
  });
}

/** A change. On success everything under the paths in `invalidates` is fetched again. */
export function useApiMutation<Input, Output>(
  act: (input: Input) => Promise<Output>,
  options: {
    invalidates?: readonly string[];
    onDone?: (output: Output, input: Input) => void;
  } = {},
): UseMutationResult<Output, Error, Input> {
  return useMutation({
    mutationFn: act,
    onSuccess: (output, input) => {
      for (const path of options.invalidates ?? []) invalidate(path);
      options.onDone?.(output, input);
    },
  });
}

/** A document that is saved as a whole, with the revision that it was edited from. */
export interface WholeSave<Draft> {
  readonly draft: Draft;
  readonly revision: string | undefined;
}

/**
 * Saves a document of the account. The server refuses if somebody else saved in the meantime. The
 * answer goes into the cache at once, so that the next change starts from it.
 */
export function useWholeSave<Draft, Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  options: {
    invalidates?: readonly string[];
    onDone?: (answer: z.infer<Schema>) => void;
  } = {},
): UseMutationResult<z.infer<Schema>, Error, WholeSave<Draft>> {
  return useApiMutation((save: WholeSave<Draft>) => saveWhole(path, schema, save), {
    ...options,
    invalidates: [path, ...(options.invalidates ?? [])],
  });
}

/**
 * Saves as `useWholeSave` does, without mutation state or invalidation: for forms that track both
 * themselves.
 */
export async function saveWhole<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  { draft, revision }: WholeSave<unknown>,
): Promise<z.infer<Schema>> {
  const answer = await api.put(path, draft, schema, { revision });
  queryClient.setQueryData(readOf(path, schema).queryKey, answer);
  return answer;
}

/** Fetches again everything at or under a path. */
export function invalidate(path: string): void {
  void queryClient.invalidateQueries({
    predicate: ({ queryKey: [key] }) =>
      typeof key === 'string' && (key === path || key.startsWith(`${path}/`)),
  });
}
