// Codes of callers: right ones bind a conversation to a page, and wrong ones are bounded for each call and
// for the account.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatLink } from '@opportune/core/ports/visitor-chat.ts';
import { AccountId, ConversationId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import { rateBudgets } from '@opportune/protocol/budgets.ts';
import { callerCodeLimits } from '@opportune/protocol/limits/telephone.ts';
import { testLog } from '../../../adapter/engines.test-support.ts';
import { openMemoryBudgets } from '../../../adapter/budgets-memory.ts';
import { CallKeys } from './call-keys.ts';
import { CallerProof } from './caller-proof.ts';

const account = AccountId.parse('a');
const linkOf = (visitor: string, of = account): ChatLink => ({
  ...{ account: of, site: SiteId.parse('s'), visitor: VisitorId.parse(visitor), payer: null },
  send() {},
});

function stage(sent: string | null = null, isAway = () => false) {
  const clock = { now: () => 1_800_000_000_000 };
  const done: string[] = [];
  const proof = new CallerProof({
    ...{ clock, budgets: openMemoryBudgets(clock) },
    async prove(_, conversation, { visitor }) {
      if (isAway()) throw new Error('the store is away');
      done.push(`${conversation} ${visitor}`);
    },
    async noteWrong(_, conversation, why) {
      done.push(`${conversation} ${why}`);
    },
    hearSent: async (_, __, digits) => digits === sent,
    isThere: () => true,
  });
  const call = (id: string, of = account) => {
    const keys = new CallKeys(
      { clock, proof, log: testLog() },
      { account: of, conversation: ConversationId.parse(id) },
    );
    return async (typed: string) => {
      let last: unknown = null;
      for (const key of typed) last = await keys.press(key);
      return last;
    };
  };
  return { proof, call, done };
}

test('[OP11] fills: accounts whose pages show codes', async () => {
  const { proof, call } = stage();
  const accountAt = (at: number) => AccountId.parse(`a${at}`);
  const first = proof.show(linkOf('v1', accountAt(0))) ?? { digits: '' };
  for (let at = 1; at <= callerCodeLimits.accounts; at += 1)
    assert.notEqual(proof.show(linkOf('v1', accountAt(at))), null);
  assert.equal(proof.size <= callerCodeLimits.accounts, true);
  assert.equal(await call('c1', accountAt(0))(first.digits), 'wrong');
});

/** One that no page shows. */
const wrongFor = (shown: string) => (shown === '000000' ? '000001' : '000000');

test('[CX41.1] a right code binds the conversation to the visitor of its page, once', async () => {
  const { proof, call, done } = stage();
  const { digits = '' } = proof.show(linkOf('v1')) ?? {};
  assert.equal(await call('c1')(digits), 'proved');
  assert.equal(await call('c2')(digits), 'wrong');
  assert.deepEqual(done, ['c1 v1', 'c2 wrong']);
});

test('[CX41.1] a code of another account is wrong', async () => {
  const { proof, call } = stage();
  const { digits = '' } = proof.show(linkOf('v1', AccountId.parse('b'))) ?? {};
  assert.equal(await call('c1')(digits), 'wrong');
});

test('[CX41.5] a code that was sent to the contact proves without a page, and is told apart', async () => {
  const { call, done } = stage('123456');
  assert.equal(await call('c1')('123456'), 'sent');
  assert.deepEqual(done, []);
});

test('[CX41.8] after three wrong codes a call is not listened to any more', async () => {
  const { proof, call, done } = stage();
  const { digits = '' } = proof.show(linkOf('v1')) ?? {};
  const type = call('c1');
  for (let at = 0; at < callerCodeLimits.wrong; at += 1)
    assert.equal(await type(wrongFor(digits)), 'wrong');
  assert.equal(await type(digits), null);
  assert.equal(done.length, callerCodeLimits.wrong);
  assert.equal(await call('c2')(digits), 'proved', 'another call is');
});

test('[CX41.8] after twenty wrong codes at once none of the account is looked at, of others they are', async () => {
  const { proof, call, done } = stage();
  const { digits = '' } = proof.show(linkOf('v1')) ?? {};
  const { burst } = rateBudgets['caller-codes.account'];
  for (let at = 0; at < burst; at += 1)
    assert.equal(await call(`c${at}`)(wrongFor(digits)), 'wrong');
  assert.equal(await call('last')(digits), 'spent');
  assert.equal(done.at(-1), 'last spent');
  const other = AccountId.parse('b');
  const theirs = proof.show(linkOf('v2', other)) ?? { digits: '' };
  assert.equal(await call('c1', other)(theirs.digits), 'proved');
});

test('[CX41.8] a code that cannot be looked at ends nothing, and is no attempt', async () => {
  let isAway = true;
  const { proof, call } = stage(null, () => isAway);
  const type = call('c1');
  for (let at = 0; at <= callerCodeLimits.wrong; at += 1)
    assert.equal(await type(proof.show(linkOf('v1'))?.digits ?? ''), null);
  isAway = false;
  assert.equal(await type(proof.show(linkOf('v1'))?.digits ?? ''), 'proved');
});

test('[CX41.8] right codes are no attempts', async () => {
  const { proof, call } = stage();
  const type = call('c1');
  for (let at = 0; at < 2 * rateBudgets['caller-codes.account'].burst; at += 1) {
    const { digits = '' } = proof.show(linkOf('v1')) ?? {};
    assert.equal(await type(digits), 'proved');
  }
});

test('[CX41.9] a network has its codes charged to it, also those that were used', async () => {
  const { proof, call } = stage();
  const { burst } = rateBudgets['page-codes.address'];
  const near = (visitor: string) => ({ ...linkOf(visitor), payer: 'near' });
  let shown = 0;
  for (let at = 0; at < 2 * burst; at += 1) {
    const code = proof.show(near(`v${at}`));
    // Asked for again, it is the same for nothing.
    assert.deepEqual(proof.show(near(`v${at}`)), code);
    if (code === null) continue;
    shown += 1;
    assert.equal(await call(`c${at}`)(code.digits), 'proved');
  }
  assert.equal(shown, burst);
  assert.notEqual(proof.show({ ...linkOf('v99'), payer: 'far' }), null);
});
