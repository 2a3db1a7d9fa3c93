// A caller who was offered to leave a message, and for whom there is no room when their stream comes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import type { OpenChannel } from '../../open-channels.ts';
import { Tickets } from '../tickets.ts';
import { WaitingCallers } from '../waiting/waiting-callers.ts';
import { answerAfter, type AfterParts } from './answer-after.ts';
import { answerAway } from './answer-away.ts';

const account = AccountId.parse('a');
const callSid = 'CA1';
const id = ChannelId.parse('c');
const stored = { id, kind: 'telephone', token: 't', state: 'connected', away: 'Nobody is there' };
const channel = { account, stored: { ...stored, settings: { voicemail: 'on' }, greeting: '' } };

test('[CX38.5] whoever finds no room after the words before the tone hears the away answer', async () => {
  const due: (() => void)[] = [];
  const schedule = (_: number, run: () => void) => {
    due.push(run);
    return () => {};
  };
  const waiting = new WaitingCallers({ schedule });
  const tickets = new Tickets({ clock: { now: () => 0 }, ids: { next: () => 'token' } });
  const use = {
    ...{ waiting, tickets, publicUrl: () => 'https://desk.example' },
    voicemails: { isOffered: async () => true, take: async () => null },
    placeOf: async () => ({ site: 'Shop', language: 'en' }),
    languagesOf: async () => undefined,
  } as unknown as AfterParts;
  const at = channel as unknown as OpenChannel;
  const of = { channel: id, address: '+491', isWithheld: false, skill: null, request: callSid };
  const said = (text: string) => ({ text, language: null });
  const words = { away: said('Nobody'), voicemail: said('Speak') };
  const after = async () => String((await answerAfter(use, at, { fields: {}, callSid })).body);

  const offered = String((await answerAway(use, at, of, words)).body);
  assert.match(offered, /Speak.*<Connect>.*<Redirect.*after=1/);
  assert.doesNotMatch(await after(), /Nobody/, 'whoever left one has heard all there is');
  assert.equal(await tickets.take('token')?.open({ hear() {}, hangUp() {} }), null);
  assert.match(await after(), /Nobody is there<.*<Hangup/);
  assert.doesNotMatch(await after(), /Nobody/, 'once');
  assert.equal(waiting.size, 0);
});
