// Drafts per conversation: what is begun here, what the server has, and which of the two wins.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import {
  begunIn,
  isToBring,
  parseDrafts,
  withAllTold,
  withDraft,
  withHeard,
  withTold,
  withoutDraft,
  type Drafts,
} from './drafts.ts';

const draft = (text: string, at = 0, note = false) => ({ text, at, note });
const here = (text: string, note = false) => ({ ...draft(text, 0, note), kept: false });
const kept = (text: string, note = false) => ({ ...draft(text, 0, note), kept: true });
const told = (text: string, note = false) => ({ conversation: 'a', ...draft(text, 0, note) });

test('each conversation keeps its own draft, a note or a reply', () => {
  const two = withDraft(withDraft({}, 'a', draft('one')), 'b', draft('two', 0, true));
  assert.deepEqual(two, { a: here('one'), b: here('two', true) });
  assert.equal(withDraft(two, 'a', draft('one', 5)), two);
});

test('an emptied draft counts as none, but stays marked until the server knows', () => {
  const emptied = withDraft({ a: kept('one'), b: kept('two') }, 'a', draft(''));
  assert.equal(begunIn(emptied, 'a'), undefined);
  assert.deepEqual(emptied, { a: here(''), b: kept('two') });
  assert.deepEqual(withTold(emptied, told(''), false), { b: kept('two') });
  assert.deepEqual(withDraft({}, 'a', draft('')), {});
});

test('[C46] a draft longer than a message stays in the browser until it is shorter', () => {
  const most = conversationLimits.messageLength;
  assert.equal(isToBring(here('x'.repeat(most))), true);
  assert.equal(isToBring(here('x'.repeat(most + 1))), false);
  assert.equal(isToBring(kept('x')), false);
});

test('the oldest draft is dropped beyond the limit', () => {
  let drafts: Drafts = {};
  const most = conversationLimits.drafts;
  for (let at = 0; at <= most; at += 1) drafts = withDraft(drafts, `c${at}`, draft('x', at));
  assert.equal(Object.keys(drafts).length, most);
  assert.equal(drafts['c0'], undefined);
  assert.ok(drafts[`c${most}`]);
});

test('[C46] a draft of another device is taken, unless a newer one here is not stored yet', () => {
  assert.deepEqual(withTold({}, told('of the phone'), false), { a: kept('of the phone') });
  assert.deepEqual(withTold({ a: kept('old') }, told('new'), false), { a: kept('new') });
  assert.deepEqual(withTold({ a: kept('old') }, told(''), false), {});
  const typing = { a: here('newer') };
  assert.equal(withTold(typing, told('older'), false), typing);
  assert.equal(withTold(typing, told('newer', true), false), typing);
  assert.deepEqual(withTold(typing, told('newer'), true), { a: kept('newer') });
});

test('[C46] a reply kept again beside a note survives an older report of the server', () => {
  const anew = { a: here('the reply') };
  const answered = withTold(anew, told('the reply'), false);
  assert.equal(withTold(answered, told(''), false), anew);
});

test('[C46] the text here stays as written, even if the server masked its copy', () => {
  assert.deepEqual(withTold({ a: here('4111…') }, told('[•••• 1111]'), true), { a: kept('4111…') });
});

test('[C46] a device that reconnects takes the server’s drafts and keeps its unsent ones', () => {
  const offline = { a: here('mine'), b: here(''), c: kept('sent elsewhere'), d: kept('old') };
  const all = [told('theirs'), ...['b', 'd'].map((id) => ({ ...told('x'), conversation: id }))];
  assert.deepEqual(withAllTold(offline, all), { a: here('mine'), b: here(''), d: kept('x') });
});

test('a draft of another tab is taken, unless a newer one here is not stored yet', () => {
  assert.deepEqual(withHeard({}, 'a', here('begun there')), { a: here('begun there') });
  assert.deepEqual(withHeard({ a: here('one') }, 'a', here('')), { a: here('') });
  assert.deepEqual(withHeard({ a: here('') }, 'a', null), {});
  const typing = { a: here('newer') };
  assert.equal(withHeard(typing, 'a', kept('older')), typing);
  assert.equal(withHeard(typing, 'a', null), typing);
  assert.deepEqual(withoutDraft(typing, 'a'), {});
});

test('stored drafts are read back, and broken ones are dropped', () => {
  assert.deepEqual(parseDrafts('{"a":{"text":"x","note":false,"at":0}}'), { a: here('x') });
  assert.deepEqual(parseDrafts('[1'), {});
  assert.deepEqual(parseDrafts('{"a":1,"b":{"text":"x","note":false,"at":0}}'), {
    b: here('x'),
  });
  assert.deepEqual(parseDrafts('null'), {});
});
