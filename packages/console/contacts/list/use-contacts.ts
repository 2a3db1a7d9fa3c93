// Reads contacts page by page, and further pages as the list is scrolled.
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { listOf } from '@opportune/protocol/rest/common.ts';
import { ListedContact } from '@opportune/protocol/rest/contact/contacts.ts';
import { api } from '../../api/client.ts';
import { keyOf } from '../../ui/data/use-api.ts';
import { serverNow } from '../../ui/index.ts';
import { type ContactPlace, queryOf } from '../contact-place.ts';

const Contacts = listOf(ListedContact);
const limit = 100;

export interface FoundContacts {
  /** Undefined until they are read. */
  readonly contacts: readonly ListedContact[] | undefined;
  readonly error: unknown;
  /** Whether there are further ones. */
  readonly hasMore: boolean;
  /** Reads the next page, if there is one. */
  readonly more: () => void;
  readonly retry: () => void;
}

export function useContacts(place: ContactPlace): FoundContacts {
  const query = { limit, ...queryOf(place, serverNow()) };
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    {
      queryKey: keyOf('/contacts', Contacts, { ...query, pages: 'all' }),
      queryFn: ({ pageParam, signal }) =>
        api.get('/contacts', Contacts, {
          query: pageParam === '' ? query : { ...query, cursor: pageParam },
          signal,
        }),
      initialPageParam: '',
      getNextPageParam: ({ next }) => next,
      placeholderData: keepPreviousData,
    },
  );
  const contacts = useMemo(() => data?.pages.flatMap(({ items }) => items), [data]);
  return {
    ...{ contacts, error, hasMore: hasNextPage },
    more: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
    retry: () => void refetch(),
  };
}
