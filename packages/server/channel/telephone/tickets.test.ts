// Tickets of streams, and calls that agents made: each is used once, for a while, and bounded.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccountId, ChannelId, ConversationId } from '@opportune/protocol/ids.ts';
import { telephoneLimits } from '@opportune/protocol/limits/telephone.ts';
import { CarrierDialled, type DialledCalls, rememberDialled } from './dialled.ts';
import { Tickets } from './tickets.ts';

function open() {
  let [at, made] = [0, 0];
  const ids = { next: () => String((made += 1)) };
  const tickets = new Tickets({ clock: { now: () => at }, ids });
  const of = { account: AccountId.parse('a'), channel: ChannelId.parse('c') };
  const issue = (callSid: string, account = of.account) =>
    tickets.issue({ ...of, account, callSid, open: async () => null });
  return { tickets, issue, later: (ms: number) => (at += ms) };
}

test('[CX34.1] a ticket opens one stream, within five minutes', () => {
  const { tickets, issue, later } = open();
  const [one, other] = [issue('CA1'), issue('CA2')];
  assert.equal(tickets.take(one)?.callSid, 'CA1');
  assert.equal(tickets.take(one), null);
  assert.equal(tickets.take('none'), null);
  later(telephoneLimits.ticketMs + 1);
  assert.equal(tickets.take(other), null);
});

test('[OP11] fills: calls by telephone whose sound has not come', () => {
  const { tickets, issue } = open();
  const busy = telephoneLimits.accountTickets;
  const accountAt = (at: number) => AccountId.parse(`a${Math.floor(at / busy)}`);
  const issueAt = (_: unknown, at: number) => issue(`CA${at}`, accountAt(at));
  const tokens = Array.from({ length: telephoneLimits.tickets + 1 }, issueAt);
  assert.equal(tickets.size, telephoneLimits.tickets);
  assert.equal(tickets.take(tokens[0] ?? ''), null);
  assert.equal(tickets.take(tokens.at(-1) ?? '')?.callSid, `CA${telephoneLimits.tickets}`);

  const all: DialledCalls = new Map();
  for (let at = 0; at <= telephoneLimits.tickets; at += 1)
    rememberDialled(all, String(at), new CarrierDialled(ConversationId.parse('t'), () => {}));
  assert.equal(all.size, telephoneLimits.tickets);
  assert.deepEqual([all.has('0'), all.has('1')], [false, true]);
});

test('[CX34.1] an account that is flooded with calls voids tickets of its own, and no other’s', () => {
  const { tickets, issue } = open();
  const other = issue('CA0', AccountId.parse('other'));
  const flood = Array.from({ length: telephoneLimits.accountTickets + 1 }, (_, at) =>
    issue(`CB${at}`),
  );
  assert.equal(tickets.size, telephoneLimits.accountTickets + 1);
  assert.equal(tickets.take(other)?.callSid, 'CA0');
  assert.equal(tickets.take(flood[0] ?? ''), null);
  assert.equal(tickets.take(flood[1] ?? '')?.callSid, 'CB1');
});
