// The awkward kind keeps the contract of channels, and entries of a shared webhook find their
// channel.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { routeEntry, type Routable } from '@opportune/core/channel/route-entry.ts';
import { channelContract, type Told } from '@opportune/core/contracts/channel.contract.ts';
import { ChannelId } from '@opportune/protocol/ids.ts';
import { awkward } from './awkward-channel.test-support.ts';
import { startAwkwardTwin, type AwkwardTwin } from './awkward-twin.test-support.ts';

channelContract('awkward', async () => {
  const provider = await startAwkwardTwin();
  return {
    adapter: awkward,
    stored: provider.channel('one'),
    stranger: provider.channel('one', 'another app'),
    provider,
    close: () => provider.stop(),
  };
});

describe('a webhook that several channels share', () => {
  let provider: AwkwardTwin;
  before(async () => (provider = await startAwkwardTwin()));
  after(() => provider.stop());

  /** Channels by id, each of one of the provider's accounts and an app. */
  const channelsOf = (of: Readonly<Record<string, readonly [string, string?]>>): Routable[] =>
    Object.entries(of).map(([id, [account, app]]) => {
      const stored = provider.channel(account, app);
      const route = awkward.open(stored)?.route ?? null;
      return { id: ChannelId.parse(id), route, secret: stored.secret };
    });

  /** The channel that gets each account's entry of one request, asked at the first channel. */
  function routed(channels: readonly Routable[], accounts: readonly string[]) {
    const now = 0;
    const told = Object.fromEntries(accounts.map((each) => [each, [hello(each)]]));
    const opened = awkward.open(provider.channel('one'));
    const verified = opened?.verify(provider.tellAll(told, now), now);
    assert.ok(verified?.type === 'entries');
    const [asked] = channels;
    assert.ok(asked);
    return verified.entries.map(({ route }) => routeEntry(route, asked, channels));
  }

  test('[CH17] each entry goes to the channel that it names', () => {
    const channels = channelsOf({ first: ['one'], second: ['two'] });
    assert.deepEqual(routed(channels, ['two', 'one']), ['second', 'first']);
  });

  test('[CH17] no entry goes to a channel with another secret, and an unknown name goes to none', () => {
    const channels = channelsOf({ first: ['one'], second: ['two', 'another app'] });
    assert.deepEqual(routed(channels, ['two', 'three']), [null, null]);
  });
});

function hello(address: string): Told {
  const content = { text: 'Hello', media: [], choice: null, location: null, unread: null };
  const from = { name: null, language: null, phone: null, vouched: true };
  const said = { replyTo: null, token: null, automatic: false };
  return { type: 'message', externalId: 'm', address, at: 0, from, content, ...said };
}
