import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RevisedChannel } from '@opportune/protocol/rest/channel/channels.ts';
import { fieldsOf, savedOf } from './channel-fields.ts';

const channel = RevisedChannel.parse({
  ...{ id: 'c_1', kind: 'custom', name: 'Order desk', icon: 'truck', state: 'connected' },
  ...{ lastError: null, skill: null, closesAfterH: null, createdAt: 0, revision: 'r' },
  ...{ deliverTo: 'https://desk.example/in', webhookUrl: 'https://opportune.example/v1' },
  ...{ greeting: '', away: '', translations: {} },
  ...{ settings: {}, mailbox: null, formerSecretUntil: null, offerable: false },
  capabilities: { text: { most: 160, count: 'segments' }, replies: { most: 3, label: 20 } },
});

describe('the form of a channel', () => {
  it('[CN5] begins with texts, files and what became of them', () => {
    const { longestText, files, receipts } = fieldsOf(null);
    assert.deepEqual([longestText, files, receipts], [4000, true, 'read']);
  });

  it('[CN5] keeps what it does not show', () => {
    const saved = savedOf({ ...fieldsOf(channel), files: true, receipts: 'none' }, channel);
    assert.deepEqual(saved.capabilities.replies, { most: 3, label: 20 });
    assert.deepEqual(saved.capabilities.text, { most: 160, count: 'segments' });
    assert.deepEqual(saved.capabilities.files?.types, ['*']);
    assert.equal(savedOf(fieldsOf(channel), channel).capabilities.files, undefined);
    const { skill, closesAfterH } = savedOf({ ...fieldsOf(channel), closesAfterH: 24 }, channel);
    assert.deepEqual([skill, closesAfterH], [null, 24]);
  });
});
