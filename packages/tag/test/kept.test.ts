// What two tabs store of one chat, without a browser: each writes over what the other wrote.
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
  return { store, tab: () => createKeeper({ store, json: JSON.stringify }) };
}

test('[C44] a tab keeps its window open if another began with none meanwhile', () => {
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

test('[C44] a closed window stays closed, whatever a tab writes that has it open', () => {
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

test('[I15] what a tab writes that has not seen a reset does not reach the next visitor, and is erased', () => {
  const { store, tab } = browser();
  store.set('v', 'former');
  const late = tab();
  late.read();
  late.keep({ ...emptyState, shape: 'open', draft: 'mine alone' });
  store.set('v', 'next');
  const next = tab();
  assert.equal(next.read().draft, '');
  next.keep(emptyState);
  assert.equal(store.get('w'), null);
});

test('[I8] what was typed stays if the same person continues under another id', () => {
  const { store, tab } = browser();
  store.set('v', 'refused');
  const before = tab();
  before.read();
  before.keep({ ...emptyState, shape: 'open', draft: 'half a sentence' });
  store.set('p', 'refused');
  store.set('v', 'another');
  assert.equal(tab().read().draft, 'half a sentence');
});
