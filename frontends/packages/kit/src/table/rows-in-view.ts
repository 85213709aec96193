import {useCallback, useLayoutEffect, useRef, useState, type RefObject} from 'react';

/*
 * Which rows of a long list are in view, and where they stand.
 *
 * All rows are equally high, so a row's place is a product and nothing need be measured. The difficulty is
 * another: browsers end an element at 17 to 33 million pixels, which a million rows exceed. Beyond
 * HIGHEST_PX the scrolled height is therefore smaller than the list's. A drag of the scroll bar is
 * mapped in proportion, so that every row can be reached; a wheel or a finger moves pixel by pixel, as
 * anywhere else, by moving the point where the two heights touch. When the scrolling rests, the bar is set
 * to where it belongs in proportion.
 */
export const HIGHEST_PX = 16_000_000;
const OVERSCAN = 10;
const REST_MILLIS = 160;

export interface RowsInView {
  first: number;
  last: number;
  /** Where the first of them stands inside the scrolled height. */
  topPx: number;
  heightPx: number;
  /** Brings a row into view, moving as little as needed. */
  reveal(index: number): void;
}

/** `headPx` is what a sticky head covers. */
export function useRowsInView(scroller: RefObject<HTMLElement | null>, count: number, rowPx: number, headPx: number): RowsInView {
  const wholePx = count * rowPx;
  const heightPx = Math.min(wholePx, HIGHEST_PX);
  const place = useRef({offset: 0, scrollTop: 0});
  const [view, setView] = useState({offset: 0, scrollTop: 0, roomPx: 640});
  const latest = useRef({wholePx, heightPx, rowPx});
  latest.current = {wholePx, heightPx, rowPx};

  const ranges = useCallback(() => {
    const room = Math.max(0, (scroller.current?.clientHeight ?? 640) - headPx);
    return {room, whole: Math.max(0, latest.current.wholePx - room), scrolled: Math.max(0, latest.current.heightPx - room)};
  }, [scroller, headPx]);

  const show = useCallback(() => {
    const {room} = ranges();
    setView((was) => {
      const {offset, scrollTop} = place.current;
      const sameRow = Math.floor(was.offset / latest.current.rowPx) === Math.floor(offset / latest.current.rowPx);
      const sameShift = was.offset - was.scrollTop === offset - scrollTop;
      return sameRow && sameShift && was.roomPx === room ? was : {offset, scrollTop, roomPx: room};
    });
  }, [ranges]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let resting: number | undefined;
    const rest = () => {
      const {whole, scrolled} = ranges();
      if (whole === scrolled || scrolled === 0) return;
      const belongs = Math.round((place.current.offset / whole) * scrolled);
      place.current.scrollTop = belongs;
      element.scrollTop = belongs;
      show();
    };
    const onScroll = () => {
      const {room, whole, scrolled} = ranges();
      const {scrollTop} = element;
      const moved = scrollTop - place.current.scrollTop;
      if (moved === 0) return;
      const proportion = whole === scrolled || Math.abs(moved) > room || scrollTop <= 0 || scrollTop >= scrolled;
      const offset = whole === scrolled ? scrollTop : proportion ? (scrollTop / Math.max(1, scrolled)) * whole : place.current.offset + moved;
      place.current = {scrollTop, offset: Math.max(0, Math.min(whole, offset))};
      show();
      window.clearTimeout(resting);
      resting = window.setTimeout(rest, REST_MILLIS);
    };
    const observer = new ResizeObserver(show);
    observer.observe(element);
    element.addEventListener('scroll', onScroll, {passive: true});
    return () => {
      window.clearTimeout(resting);
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, [scroller, ranges, show]);

  useLayoutEffect(() => {
    // A shorter list, or rows of another height: stay inside it.
    const {whole, scrolled} = ranges();
    const offset = Math.min(place.current.offset, whole);
    const scrollTop = whole === scrolled ? offset : Math.round((offset / Math.max(1, whole)) * scrolled);
    if (offset !== place.current.offset) {
      place.current = {offset, scrollTop};
      if (scroller.current) scroller.current.scrollTop = scrollTop;
    }
    show();
  }, [count, rowPx, ranges, scroller, show]);

  const reveal = useCallback(
    (index: number) => {
      const {room, whole, scrolled} = ranges();
      const top = index * latest.current.rowPx;
      const {offset} = place.current;
      const to = top < offset ? top : top + latest.current.rowPx > offset + room ? top + latest.current.rowPx - room : offset;
      if (to === offset || !scroller.current) return;
      const scrollTop = whole === scrolled ? to : Math.round((to / Math.max(1, whole)) * scrolled);
      place.current = {offset: Math.max(0, Math.min(whole, to)), scrollTop};
      scroller.current.scrollTop = scrollTop;
      // What the browser made of it (it may round or end earlier) is what counts.
      place.current.scrollTop = scroller.current.scrollTop;
      show();
    },
    [ranges, scroller, show],
  );

  const first = Math.max(0, Math.min(count - 1, Math.floor(view.offset / rowPx) - OVERSCAN));
  const last = Math.min(count - 1, Math.ceil((view.offset + view.roomPx) / rowPx) + OVERSCAN);
  return {first, last, topPx: first * rowPx - (view.offset - view.scrollTop), heightPx, reveal};
}
