// What callers hear of the recording, and what their keys mean meanwhile.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AccountLanguages } from '@opportune/protocol/campaign/translations.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { sentIn } from '@opportune/words/sent.ts';
import type { OpenChannel } from '../../open-channels.ts';
import { tellOfRecording } from './told.ts';

const url = 'https://desk.example/calls?menu=0';
const stored = { id: 'c', greeting: '', away: '', settings: {} };
const channel = { account: AccountId.parse('a'), stored } as unknown as OpenChannel;

/** Of an account that writes in that language. */
async function toldIn(written: string, fields: Readonly<Record<string, string>> = {}) {
  const use = {
    ...{ isRecorded: async () => true, clock: { now: () => 1 } },
    languagesOf: async () => ({ written, spoken: [] }) as unknown as AccountLanguages,
    placeOf: async () => ({ site: 'Shop', language: 'de' }),
  };
  return tellOfRecording(use, channel, { fields, url });
}

for (const written of ['fr', 'ar'])
  test(`[CX42.1] where the account writes in ${written}, voice and agreement are of the language of the words`, async () => {
    const { verbs, told } = await toldIn(written);
    const [said = ''] = verbs;
    assert.ok(said.includes(sentIn('en').callRecorded), said);
    assert.match(said, /<Say language="en-US">/);
    assert.deepEqual(told, { at: 1, language: 'en' });
  });

test('[CX42.2] [CX41.3] a code that is typed while it is said refuses nothing: they hear it again, and it counts', async () => {
  const first = await toldIn('en');
  assert.match(first.verbs[0] ?? '', /numDigits="8"/);
  const typing = await toldIn('en', { refused: '1', Digits: '234567' });
  assert.equal(typing.typed, '234567');
  assert.deepEqual(typing.told, { at: 1, language: 'en' });
  assert.match(typing.verbs[0] ?? '', /typed=234567&amp;refused=1/);
  const after = { refused: '1', typed: '234567', Digits: '*' };
  assert.deepEqual(await toldIn('en', after), { verbs: [], told: 'refused', typed: '234567' });
});

test('[CX42.2] one key alone, and any sign, refuses', async () => {
  for (const Digits of ['1', '*', '#', '12#'])
    assert.equal((await toldIn('en', { refused: '1', Digits })).told, 'refused', Digits);
});
