// What a form does instead of leaving the page.
import type { SyntheticEvent } from 'react';

/** A handler of `submit` that acts and keeps the browser where it is. */
export function submitting(act: () => void): (event: SyntheticEvent) => void {
  return (event) => {
    event.preventDefault();
    act();
  };
}
