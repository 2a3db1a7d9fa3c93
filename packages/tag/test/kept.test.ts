// What two tabs keep of one chat, without a browser: each writes over what the other wrote.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createKeeper } from '../window/kept.ts';
import { emptyState } from '../window/state.ts';

/** Tabs of one storage. */
function browser() {
  const stored = new Map<string, string>();
  const store = {
    get: (name: string) => stored.get(name) ?? null,
    set: (name: string, value: string | null) =>
      value === null ? void stored.delete(name) : void stored.set(name, value),
    names: () => [...stored.keys()],
  };
  return { tab: () => createKeeper({ store, json: JSON.stringify }) };
}

test('[C44] a tab whose window is open is not forgotten to be, where another began with none meanwhile', () => {
  const { tab } = browser();
  const open = tab();
  open.read();
  open.keep({ ...emptyState, shape: 'open' });
  const other = tab();
  other.read();
  other.keep({ ...emptyState, shape: 'closed' });
  open.keep({ ...emptyState, shape: 'open', draft: 'half a sen' });
  const { shape, draft } = tab().read();
  assert.deepEqual([shape, draft], ['open', 'half a sen']);
});

test('[C44] a window that was closed stays so, whatever is written in a tab that has it open', () => {
  const { tab } = browser();
  const [one, two] = [tab(), tab()];
  for (const each of [one, two]) {
    each.read();
    each.keep({ ...emptyState, shape: 'open', draft: 'half a sen' });
  }
  two.keep({ ...emptyState, shape: 'minimised', draft: 'half a sen' });
  one.keep({ ...emptyState, shape: 'open', draft: 'half a sentence' });
  assert.equal(tab().read().shape, 'minimised');
});
