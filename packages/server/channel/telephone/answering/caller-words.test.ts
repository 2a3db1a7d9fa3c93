// What callers hear of the codes that they type.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import type { OpenChannel } from '../../open-channels.ts';
import { wordsOf } from './caller-words.ts';

test('[CX41.3] [CX41.5] callers hear of a page only if they typed its code, and if no codes are looked at', async () => {
  const stored = { id: 'c', greeting: '', away: '', settings: {} };
  const channel = { account: AccountId.parse('a'), stored } as unknown as OpenChannel;
  const use = {
    languagesOf: async () => undefined,
    placeOf: async () => ({ site: 'Shop', language: 'en' }),
  };
  const { code } = await wordsOf(use, channel);
  assert.match(code('proved').text, /page/);
  assert.doesNotMatch(code('sent').text, /page/);
  assert.match(code('wrong').text, /not valid/);
  assert.doesNotMatch(code('spent').text, /not valid|once more/);
});
