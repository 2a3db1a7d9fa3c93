// Who hears whom in a call, told apart by the tones that are their voices.
import type { Page } from 'playwright-core';
import { hears, type tones } from '../../packages/tag/test/calls.test-support.ts';
import { eventually } from './product.test-support.ts';

export type Who = keyof typeof tones;

/** A browser, or a telephone. */
export type Listener = Page | { hears(who: Who): boolean };

/** Resolves once each listener hears exactly those who are named, in the order of the listeners. */
export async function hearing(
  listeners: Partial<Record<Who, Listener>>,
  expected: Partial<Record<Who, string>>,
): Promise<void> {
  const all = Object.keys(listeners) as Who[];
  const rows = (heard: (by: Who) => string): string =>
    all.map((by) => `${by}: ${heard(by)}`).join(', ');
  await eventually(
    async () => {
      const found = new Map<Who, string>();
      for (const by of all) {
        const heard: Who[] = [];
        for (const who of all)
          if (who !== by && (await isHeard(listeners[by], who))) heard.push(who);
        found.set(by, heard.join(' '));
      }
      return rows((by) => found.get(by) ?? '');
    },
    (heard) => heard === rows((by) => expected[by] ?? ''),
  );
}

async function isHeard(by: Listener | undefined, who: Who): Promise<boolean> {
  if (by === undefined) return false;
  return 'hears' in by ? by.hears(who) : hears(by, who);
}
