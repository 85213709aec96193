import {useEffect, useRef, useState} from 'react';
import {Code, ConnectError} from '@connectrpc/connect';
import {problemOf, type Problem} from './problem';

export interface Watched<T> {
  /** The latest. */
  value: T | undefined;
  /** Why nothing comes at the moment; it goes on trying where that may help. */
  problem: Problem | undefined;
  live: boolean;
}

const FIRST_PAUSE_MILLIS = 500;
const LONGEST_PAUSE_MILLIS = 15_000;

/**
 * Follows a server's stream as long as the component is there. A stream that ends (deadlines end all of
 * them) is begun anew; one that fails is tried again with pauses that grow, unless trying cannot help.
 * `open` must be the same function until something else shall be watched.
 */
export function useWatch<T>(open: ((signal: AbortSignal) => AsyncIterable<T>) | undefined): Watched<T> {
  const [watched, setWatched] = useState<Watched<T>>({value: undefined, problem: undefined, live: false});
  const opened = useRef(open);
  useEffect(() => {
    if (opened.current !== open) setWatched({value: undefined, problem: undefined, live: false});
    opened.current = open;
    if (!open) return;
    const leaving = new AbortController();
    void follow(open, leaving.signal, setWatched);
    return () => leaving.abort();
  }, [open]);
  return watched;
}

async function follow<T>(open: (signal: AbortSignal) => AsyncIterable<T>, leaving: AbortSignal, tell: (change: (before: Watched<T>) => Watched<T>) => void) {
  let pause = FIRST_PAUSE_MILLIS;
  while (!leaving.aborted) {
    try {
      for await (const value of open(leaving)) {
        if (leaving.aborted) return;
        pause = FIRST_PAUSE_MILLIS;
        tell(() => ({value, problem: undefined, live: true}));
      }
    } catch (failure) {
      if (leaving.aborted) return;
      const problem = problemOf(failure);
      // Ended by its deadline, which the edge tells browsers as cancelled: nothing is wrong.
      const ended = problem.code === Code.DeadlineExceeded || ConnectError.from(failure).code === Code.Canceled;
      if (!ended) {
        tell((before) => ({value: before.value, problem, live: false}));
        if (!problem.retryable && problem.code !== Code.Unknown && problem.code !== Code.Internal) return;
      }
    }
    await new Promise((resume) => setTimeout(resume, pause));
    pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
  }
}
