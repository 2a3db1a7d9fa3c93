import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import { createDraft, type SaveAnswer } from './draft.ts';
import { helpCampaign as document } from './help-campaign.test-support.ts';

const campaign = Campaign.parse({
  id: 'c',
  state: 'draft',
  draft: document,
  live: null,
  period: null,
  revision: 4,
  updatedAt: 0,
  updatedBy: 'Ines',
  pauseOnHarm: true,
  pauseOnLeaving: false,
});

/** A server that stores one draft, with timers that the test controls. */
function desk() {
  let stored = campaign;
  const timers = new Set<() => void>();
  const saves: number[] = [];
  const draft = createDraft(campaign, {
    save: async (revision, next): Promise<SaveAnswer> => {
      saves.push(revision);
      if (revision !== stored.revision) return { type: 'conflict' };
      stored = { ...stored, draft: next, revision: revision + 1 };
      return { type: 'saved', campaign: stored };
    },
    storable: ({ name }) => name !== '',
    later: (_, act) => {
      timers.add(act);
      return () => timers.delete(act);
    },
  });
  const rename = (name: string) => draft.change((now) => ({ ...now, name }));
  return {
    draft,
    rename,
    saves,
    timers,
    stored: () => stored,
    other: () => {
      stored = { ...stored, revision: stored.revision + 1, draft: { ...document, name: 'Theirs' } };
      return stored;
    },
  };
}

test('several changes in a row are one save', async () => {
  const { draft, rename, saves, timers, stored } = desk();
  rename('H');
  rename('Helping');
  assert.equal(timers.size, 1);
  assert.equal(await draft.flush(), true);
  assert.deepEqual(saves, [4]);
  assert.equal(stored().draft.name, 'Helping');
});

test('changes during a save are saved after it, from the new revision', async () => {
  const { draft, rename, saves, stored } = desk();
  rename('One');
  const first = draft.flush();
  rename('Two');
  await first;
  assert.equal(await draft.flush(), true);
  assert.deepEqual(saves, [4, 5]);
  assert.equal(stored().draft.name, 'Two');
});

test('halting waits for the save under way, and nothing is saved afterwards', async () => {
  const { draft, rename, saves, timers } = desk();
  rename('One');
  void draft.flush();
  rename('Two');
  await draft.halt();
  assert.equal(draft.state.get().campaign.revision, 4 + saves.length);
  assert.equal(timers.size, 0);
});

test('somebody else’s change is not overwritten, and mine stays until I choose', async () => {
  const { draft, rename, other, stored } = desk();
  rename('Mine');
  const theirs = other();
  assert.equal(await draft.flush(), false);
  assert.equal(draft.state.get().saving.type, 'conflict');
  assert.equal(stored().draft.name, 'Theirs');
  draft.keepMine(theirs);
  assert.equal(await draft.flush(), true);
  assert.equal(stored().draft.name, 'Mine');
});

test('a draft that cannot be stored waits and is not sent', async () => {
  const { draft, rename, saves } = desk();
  rename('');
  assert.equal(await draft.flush(), false);
  assert.deepEqual(saves, []);
  assert.equal(draft.state.get().saving.type, 'unfinished');
});

test('a newer version is adopted only if nothing is unsaved', () => {
  const { draft, rename, other } = desk();
  rename('Mine');
  draft.hear(other());
  assert.equal(draft.state.get().document.name, 'Mine');
  draft.adopt(campaign);
  draft.hear(other());
  assert.equal(draft.state.get().document.name, 'Theirs');
});

test('[ED1] a change during a save is a step that ends with the pause after it', async () => {
  const { draft, rename, saves, timers, stored } = desk();
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  /** A pause, after which everything is saved. */
  const pause = async (): Promise<void> => {
    while (timers.size > 0) {
      for (const act of [...timers]) if (timers.delete(act)) act();
      await settled();
    }
  };
  rename('One');
  for (const act of [...timers]) if (timers.delete(act)) act();
  rename('Two');
  await settled();
  await pause();
  assert.deepEqual([stored().draft.name, saves], ['Two', [4, 5]]);
  rename('Three');
  draft.undo();
  assert.equal(draft.state.get().document.name, 'Two');
});

test('[ED1] changes are undone and redone in steps, and quick changes to a part are one', async () => {
  const { draft, rename, stored } = desk();
  const { name } = document;
  rename('A');
  rename('Ab');
  draft.change((now) => ({ ...now, control: now.control + 100 }));
  draft.undo();
  assert.deepEqual(
    [draft.state.get().document.name, draft.state.get().document.control],
    ['Ab', document.control],
  );
  draft.undo();
  assert.equal(draft.state.get().document.name, name);
  draft.undo();
  draft.redo();
  assert.equal(draft.state.get().document.name, 'Ab');
  await draft.flush();
  assert.equal(stored().draft.name, 'Ab');
  rename('Else');
  draft.redo();
  assert.deepEqual([draft.state.get().document.name, draft.state.get().future.length], ['Else', 0]);
});
