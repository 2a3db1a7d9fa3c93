import { useEffect, useState } from 'react';

const settleMs = 400;

/** A question as it stood when nobody had changed it for a moment, so that each key press asks nothing. */
export function useSettled(question: string): string {
  const [settled, setSettled] = useState(question);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(question), settleMs);
    return () => clearTimeout(timer);
  }, [question]);
  return settled;
}
