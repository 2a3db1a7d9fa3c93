// Reading and changing through the API from components: TanStack Query with the console's client.
// A known answer stays while it is read again; what may not be repeated is not retried.
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
  /** Keep showing the answer for the old key until the new one is there. */
  readonly keep?: boolean;
}

/**
 * A read of a path. Its key is the path, so that `invalidate('/campaigns')` reaches all of it, its query
 * and the shape it is parsed to, so that nobody is given what another parsed to another shape. So
 * `schema` is made once, never while drawing: a new one is a new read.
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

/** The same number for the same schema. */
function shapeOf(schema: z.ZodType): number {
  const known = shapes.get(schema);
  if (known !== undefined) return known;
  lastShape += 1;
  shapes.set(schema, lastShape);
  return lastShape;
}

/** GET a path. */
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

/** A change; on success everything under the paths in `invalidates` is read again. */
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

/** What is saved as a whole, and the revision that it was made from. */
export interface WholeSave<Draft> {
  readonly draft: Draft;
  readonly revision: string | undefined;
}

/**
 * Saves a document of the account, refused where somebody else saved it meanwhile. What the server
 * answers is known at once, so that the next change begins from it.
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

/** As `useWholeSave` does, without what follows: for a form that says itself how it goes. */
export async function saveWhole<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  { draft, revision }: WholeSave<unknown>,
): Promise<z.infer<Schema>> {
  const answer = await api.put(path, draft, schema, { revision });
  queryClient.setQueryData(readOf(path, schema).queryKey, answer);
  return answer;
}

/** Reads again what lies at or under a path. */
export function invalidate(path: string): void {
  void queryClient.invalidateQueries({
    predicate: ({ queryKey: [key] }) =>
      typeof key === 'string' && (key === path || key.startsWith(`${path}/`)),
  });
}
