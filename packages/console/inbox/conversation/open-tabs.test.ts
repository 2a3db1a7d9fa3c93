// Conversations that are open side by side.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConversationId } from '@opportune/protocol/ids.ts';
import { besideTab, parseTabs, tabLimit, withoutTab, withTab, type OpenTabs } from './open-tabs.ts';

const id = (name: string) => ConversationId.parse(name);
const open = (...names: string[]): OpenTabs =>
  names.reduce<OpenTabs>((tabs, name) => withTab(tabs, id(name)), []);

test('[KB4] each stands where it was opened, once; beyond the limit the oldest goes', () => {
  assert.deepEqual(open('a', 'b', 'a'), ['a', 'b']);
  const many = open(...Array.from({ length: tabLimit + 2 }, (_, at) => `t${at}`));
  assert.equal(many.length, tabLimit);
  assert.deepEqual([many[0], many.at(-1)], ['t2', `t${tabLimit + 1}`]);
});

test('[KB4] goes round the ends, and nowhere from one that is alone', () => {
  const tabs = open('a', 'b', 'c');
  assert.equal(besideTab(tabs, id('c'), 1), 'a');
  assert.equal(besideTab(tabs, id('a'), -1), 'c');
  assert.equal(besideTab(open('a'), id('a'), 1), null);
  assert.equal(besideTab(tabs, id('x'), 1), null);
  assert.deepEqual(withoutTab(tabs, id('b')), ['a', 'c']);
});

test('[KB4] what a browser kept and cannot be read is nothing', () => {
  assert.deepEqual(parseTabs('["a","b"]'), ['a', 'b']);
  assert.deepEqual(parseTabs('{"a":1}'), []);
  assert.deepEqual(parseTabs(null), []);
});
