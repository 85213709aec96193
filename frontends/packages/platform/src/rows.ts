import {useCallback, useMemo} from 'react';
import type {DescMessage, DescMethodUnary, MessageInitShape, MessageShape} from '@bufbuild/protobuf';
import {useInfiniteQuery} from '@connectrpc/connect-query';

/** What the kit's table asks for, from pages of a list method. */
export interface Rows<Row, Response = unknown> {
  /** The first page, for what it says of all: a total. */
  first: Response | undefined;
  count: number;
  /** Whether there are more than `count`. */
  more: boolean;
  rowAt(index: number): Row | undefined;
  onView(first: number, last: number): void;
  loading: boolean;
  failure: unknown;
  retry(): void;
}

type PagedRequest = {pageToken?: string | undefined};
type PagedResponse = {nextPageToken: string};

/** How near to the end of what is loaded the next page is asked for. */
const AHEAD_ROWS = 100;

/**
 * A list method's pages as rows of a table: the next page is loaded when its rows come near. Rows that
 * are not loaded yet count as one page more, so that scrolling goes on.
 */
export function useRows<I extends DescMessage, O extends DescMessage, Row>(
  method: DescMethodUnary<I, O>,
  request: MessageInitShape<I> & PagedRequest,
  rowsOf: (response: MessageShape<O>) => readonly Row[],
): Rows<Row, MessageShape<O>> {
  const query = useInfiniteQuery(method, {...request, pageToken: ''} as never, {
    pageParamKey: 'pageToken' as never,
    getNextPageParam: (last: MessageShape<O>) => ((last as unknown as PagedResponse).nextPageToken || undefined) as never,
    placeholderData: (before: unknown) => before as never,
  });
  const {data, fetchNextPage, hasNextPage, isFetchingNextPage, isPending, error, refetch} = query;
  const rows = useMemo(() => ((data?.pages ?? []) as MessageShape<O>[]).flatMap((each) => [...rowsOf(each)]), [data, rowsOf]);
  const onView = useCallback(
    (_first: number, last: number) => {
      if (hasNextPage && !isFetchingNextPage && last + AHEAD_ROWS >= rows.length) void fetchNextPage();
    },
    [hasNextPage, isFetchingNextPage, rows.length, fetchNextPage],
  );
  return {
    first: data?.pages[0] as MessageShape<O> | undefined,
    count: rows.length,
    more: hasNextPage,
    rowAt: (index) => rows[index],
    onView,
    loading: isPending,
    failure: error ?? undefined,
    retry: () => void refetch(),
  };
}
