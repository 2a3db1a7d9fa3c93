import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RevisedSite } from '@opportune/protocol/rest/site.ts';
import { inTurn } from './site-change.ts';

const site: RevisedSite = {
  id: 's' as RevisedSite['id'],
  name: 'a',
  origins: [],
  consent: 'not-asked',
  honourPrivacySignals: false,
  contactButton: { shown: true, label: 'Ask us' },
  look: { colour: '#2456c7', radiusPx: 12, name: 'Shop' },
  writeKey: 'w',
  keys: [],
  snippet: '',
  revision: 'of a',
};

/** A server whose revision is the name that it stores. */
function server() {
  let name = 'a';
  const save = inTurn(async ({ change, revision }) => {
    if (revision !== `of ${name}`) throw new Error(`stale: ${revision}`);
    name = change.name ?? name;
    return { ...site, name, revision: `of ${name}` };
  });
  return {
    save: (next: string, from: string) => save({ change: { name: next }, revision: `of ${from}` }),
    other: (next: string) => void (name = next),
    name: () => name,
  };
}

test('[WD2] saves in a row do not conflict if each began before the last was stored', async () => {
  const { save, name } = server();
  await Promise.all([save('b', 'a'), save('c', 'a'), save('a', 'a'), save('d', 'a')]);
  assert.equal(name(), 'd');
  await save('e', 'b');
  assert.equal(name(), 'e');
});

test('[WD2] a save by somebody else still conflicts, and a later save continues from it', async () => {
  const { save, other, name } = server();
  await save('b', 'a');
  other('theirs');
  await assert.rejects(save('c', 'a'), /stale: of b/);
  await assert.rejects(save('c', 'b'), /stale: of b/);
  await save('c', 'theirs');
  assert.equal(name(), 'c');
});
