import {useEffect, useRef, useState} from 'react';

/**
 * A text that is typed and stands in the address, too. The router changes the address when there is time for it, later than
 * the next key: what is typed is held here, and the address is followed only where somebody else changed it.
 */
export function useTypedText(inAddress: string, write: (text: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(inAddress);
  const latest = useRef(inAddress);
  const underway = useRef(new Set<string>());
  useEffect(() => {
    if (inAddress === latest.current) {
      underway.current.clear();
    } else if (!underway.current.has(inAddress)) {
      latest.current = inAddress;
      setText(inAddress);
    }
  }, [inAddress]);
  return [
    text,
    (next) => {
      underway.current.add(latest.current).add(next);
      latest.current = next;
      setText(next);
      write(next);
    },
  ];
}
