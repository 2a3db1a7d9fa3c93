// An agent writes to a visitor first: the conversation is theirs at once, within their room, and
// never waits.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusalOf, Scene, conversationId, user } from './desk.test-support.ts';

const begin = (scene: Scene, name: string, by: string) =>
  scene.do({ type: 'conversation.begin', id: conversationId(name), user: user(by) });

test('[C33] what an agent begins takes a place of their room and never more than they have', () => {
  const scene = new Scene().online('ada', 1).online('ben', 1);
  const effects = begin(scene, 't1', 'ada');
  assert.equal(refusalOf(effects), null);
  assert.equal(scene.owner('t1'), 'ada');
  assert.equal(scene.status('t1'), 'active');
  assert.equal(scene.desk.agents.get(user('ada'))?.load, 1);
  assert.equal(scene.desk.availability.skills['*']?.free, 1);
  assert.equal(refusalOf(begin(scene, 't2', 'ada')), 'agent.no_room');
  assert.equal(scene.desk.conversations.size, 1, 'what was refused is not there');
  assert.equal(refusalOf(begin(scene, 't1', 'ben')), 'request.conflict');
});

test('[C33] an agent who is away, gone or unknown begins nothing', () => {
  const scene = new Scene().online('ada', 2);
  scene.do({ type: 'agent.chose', user: user('ada'), state: 'away' });
  assert.equal(refusalOf(begin(scene, 't1', 'ada')), 'agent.no_room');
  scene.do({ type: 'agent.chose', user: user('ada'), state: 'online' });
  scene.do({ type: 'agent.disconnected', user: user('ada') });
  assert.equal(refusalOf(begin(scene, 't1', 'ada')), 'agent.no_room');
  assert.equal(refusalOf(begin(scene, 't1', 'nobody')), 'agent.no_room');
});

test('[C33] it continues like any other: handed on, put back and ended', () => {
  const scene = new Scene().online('ada', 1);
  begin(scene, 't1', 'ada');
  const id = conversationId('t1');
  scene.do({ type: 'conversation.transfer', id, user: user('ada'), destination: { to: 'queue' } });
  assert.equal(scene.status('t1'), 'waiting');
  scene.online('ben', 1);
  assert.equal(scene.owner('t1'), 'ben');
  scene.do({ type: 'conversation.finish', id, user: user('ben') });
  scene.do({ type: 'conversation.finish', id, user: user('ben') });
  assert.equal(scene.status('t1'), 'ended');
});
