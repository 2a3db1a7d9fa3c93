import { useEffect, useState } from 'react';

const settleMs = 400;

/**
 * The question once it has stayed unchanged for a moment, so that not every key press sends a
 * request.
 */
export function useSettled(question: string): string {
  const [settled, setSettled] = useState(question);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(question), settleMs);
    return () => clearTimeout(timer);
  }, [question]);
  return settled;
}
