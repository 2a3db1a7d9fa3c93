// What becomes of an offer of a call as it leaves.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EngagementContent } from '@opportune/protocol/campaign/decision.ts';
import { SkillId } from '@opportune/protocol/ids.ts';
import { callOrChat, withWait } from './call-or-chat.ts';

const call = { action: 'call', skill: null, waitS: 60 } as unknown as EngagementContent;
const settings = (voice?: boolean) =>
  ({ configuration: { settings: { voice } }, hasVoice: true }) as Parameters<typeof callOrChat>[1];

test('[CX16] a call is a chat where the account or the installation has none, and says why', () => {
  assert.equal(callOrChat(call, settings()), call);
  const off = callOrChat(call, settings(false));
  assert.deepEqual([off.action, off.instead], ['chat', 'account']);
  const none = callOrChat(call, { ...settings(), hasVoice: false });
  assert.deepEqual([none.action, none.instead], ['chat', 'server']);
  const chat: EngagementContent = { ...call, action: 'chat' };
  assert.equal(callOrChat(chat, settings(false)), chat);
});

test('[CX16] a call that no agent is free for says how long the wait is', () => {
  const skill = SkillId.parse('sales');
  const room = { version: 1, at: 0, skills: { '*': { free: 0, online: 1, waitS: 120 } } };
  assert.equal(withWait({ ...call, skill }, false, room).waitS, 120);
  const unknown = { ...room, skills: { '*': { free: 0, online: 1, waitS: null } } };
  assert.equal(withWait(call, false, unknown).waitS, 0);
  const { waitS: _, ...fresh } = call;
  assert.equal(withWait(fresh, true, room).waitS, undefined);
});
