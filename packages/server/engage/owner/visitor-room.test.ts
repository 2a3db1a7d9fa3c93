import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newVisitor } from '@opportune/core/decision/engine.ts';
import type { EngagementContent } from '@opportune/protocol/campaign/decision.ts';
import type { OfferedWay } from '@opportune/protocol/channel/offered-way.ts';
import { AccountId, DecisionId, PageViewId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import { VisitorEntry } from './visitor-entry.ts';
import { VisitorRoom } from './visitor-room.ts';

const account = AccountId.parse('acme');
const site = SiteId.parse('shop');
const MiB = 1024 * 1024;

function room(mostBytes: number) {
  const gone: string[] = [];
  const unstored = new Set<string>();
  const made = new VisitorRoom({
    mostBytes,
    isStored: ({ visitor }) => !unstored.has(visitor),
    evict: ({ visitor }) => void gone.push(visitor),
  });
  const add = (id: string, payer: string | null = null, isConnected = false): VisitorEntry => {
    const visitor = VisitorId.parse(id);
    const entry = new VisitorEntry({ account, site, visitor, payer });
    entry.state = newVisitor(account, site, visitor);
    const link = {
      account,
      site,
      visitor,
      fresh: false,
      pageView: PageViewId.parse('pv'),
      trial: null,
    };
    if (isConnected) entry.links.add({ ...link, send() {}, end() {} });
    made.enter(entry);
    return entry;
  };
  return { made, add, gone, unstored };
}

test('[P9] visitors without a connection are evicted before those with one, the longest unused first', () => {
  const { made, add, gone } = room(4 * MiB);
  const first = add('a');
  add('connected', null, true);
  add('b');
  made.used(first);
  made.makeRoom(0);
  assert.deepEqual(gone, ['b', 'a', 'connected']);
  assert.equal(made.sizeBytes, 0);
});

test('[P9] a flood from one address makes way for itself and takes nobody else with it', () => {
  const { made, add, gone } = room(MiB);
  for (let at = 0; at < 20; at++) add(`other-${at}`, `10.0.0.${at}`);
  for (let at = 0; at < 10_000; at++) {
    add(`flood-${at}`, '203.0.113.9');
    made.makeRoom();
    assert.ok(made.sizeBytes <= MiB);
  }
  assert.ok(gone.length > 9000);
  assert.ok(gone.every((each) => each.startsWith('flood-')));
});

test('[P9] links into channels count in what a visitor takes, with their codes', () => {
  const { made, add } = room(4 * MiB);
  const entry = add('a', null, true);
  const offer = { decision: DecisionId.parse('d'), trial: false } as unknown as EngagementContent;
  const sizeWith = (offered: EngagementContent): number => {
    made.leave(entry);
    entry.offered.set(offered.decision, offered);
    made.enter(entry);
    return made.sizeBytes;
  };
  const plain = sizeWith(offer);
  // A code of a link is a picture of some kilobytes.
  const list = [{ kind: 'whatsapp', name: 'Shop', href: 'https://wa.me/1', qr: 'x'.repeat(7000) }];
  const ways = { chat: true, list: list as unknown as readonly OfferedWay[] };
  assert.ok(sizeWith({ ...offer, ways }) - plain >= 7000);
});

test('[P9] visitors with unstored facts stay, and new visitors wait for room', () => {
  const { made, add, gone, unstored } = room(MiB);
  for (let at = 0; at < 1000; at++) {
    add(`v${at}`, '203.0.113.9');
    unstored.add(`v${at}`);
  }
  made.makeRoom();
  assert.deepEqual(gone, []);
  assert.equal(made.hasRoom, false);
  unstored.clear();
  made.makeRoom();
  assert.ok(gone.length > 0);
  assert.equal(made.hasRoom, true);
});

test('[P9] near the memory maximum of the process only visitors without a connection are evicted', () => {
  const { made, add, gone } = room(MiB);
  add('connected', null, true);
  add('a');
  made.shed(MiB);
  assert.deepEqual(gone, ['a']);
});
