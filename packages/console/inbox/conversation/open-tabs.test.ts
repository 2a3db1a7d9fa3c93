// Which conversations are open in tabs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConversationId } from '@opportune/protocol/ids.ts';
import { besideTab, parseTabs, tabLimit, withoutTab, withTab, type OpenTabs } from './open-tabs.ts';

const id = (name: string) => ConversationId.parse(name);
const open = (...names: string[]): OpenTabs =>
  names.reduce<OpenTabs>((tabs, name) => withTab(tabs, id(name)), []);

test('[KB4] tabs are in the order of opening, each once; beyond the limit the oldest closes', () => {
  assert.deepEqual(open('a', 'b', 'a'), ['a', 'b']);
  const many = open(...Array.from({ length: tabLimit + 2 }, (_, at) => `t${at}`));
  assert.equal(many.length, tabLimit);
  assert.deepEqual([many[0], many.at(-1)], ['t2', `t${tabLimit + 1}`]);
});

test('[KB4] stepping wraps around the ends, and a single tab leads nowhere', () => {
  const tabs = open('a', 'b', 'c');
  assert.equal(besideTab(tabs, id('c'), 1), 'a');
  assert.equal(besideTab(tabs, id('a'), -1), 'c');
  assert.equal(besideTab(open('a'), id('a'), 1), null);
  assert.equal(besideTab(tabs, id('x'), 1), null);
  assert.deepEqual(withoutTab(tabs, id('b')), ['a', 'c']);
});

test('[KB4] stored tabs that cannot be read are dropped', () => {
  assert.deepEqual(parseTabs('["a","b"]'), ['a', 'b']);
  assert.deepEqual(parseTabs('{"a":1}'), []);
  assert.deepEqual(parseTabs(null), []);
});
