// Texts about a promise by telephone: when they leave, to whom, and how few they are.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import type { Visitor } from '../../testing/people.test-support.ts';
import { asks, type BackStage, slotsFor, withCallbacks } from '../callback-stage.test-support.ts';

const hourMs = 3_600_000;
const number = '+4930123456';
const phone = { type: 'telephone', number } as const;

async function promised(asked: ReturnType<typeof asks>) {
  const answer = await asked;
  assert.ok(typeof answer === 'object', String(answer));
  return answer.conversation;
}

/** A slot of tomorrow or later, and another one after it. */
async function times(visitor: Visitor): Promise<readonly [number, number]> {
  const { slots } = await slotsFor(visitor);
  return [slots.at(20)?.from ?? 0, slots.at(30)?.from ?? 0];
}

const until = ({ stage }: BackStage, at: number): number => at - stage.use.clock.now();

test(
  '[CB11] a promise by telephone is confirmed and reminded of by a text, in the words of the visitor',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb11-ada')).online();
    const visitor = of.stage.visitor();
    Object.assign(visitor.link, { reads: ['de-AT', 'en'] });
    assert.equal((await slotsFor(visitor)).texts, true);
    const [from] = await times(visitor);
    await promised(asks(visitor, from, phone));
    await of.due();
    const [first] = of.texts;
    assert.deepEqual(first?.to, { channel: 'sms', address: number });
    assert.match(first.words, /^Ihr Rückruf von The shop: .*https:\/\/desk\.example\//s);
    await of.later(until(of, from - callbackLimits.remindMs));
    assert.match(of.texts.at(1)?.words ?? '', /^The shop ruft Sie bald an: /);
    await of.later(callbackLimits.remindMs / 2);
    assert.equal(of.texts.length, 2);
    // Nobody left an address for e-mails.
    assert.equal(of.letters.length, 0);
  }),
);

test(
  '[CB11] a promise in the page, and one for now, is not texted about',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb11-page')).online();
    const visitor = of.stage.visitor();
    const [from] = await times(visitor);
    await promised(asks(visitor, from));
    await promised(asks(of.stage.visitor(), null, phone));
    await of.due();
    assert.equal(of.texts.length, 0);
  }),
);

test(
  '[CB11] nothing is texted at night, nor to whom may not be called, nor where it is switched off',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb11-night')).online();
    const visitor = of.stage.visitor();
    const [from, other] = await times(visitor);
    of.numbers.nightUntil = of.stage.use.clock.now() + hourMs;
    await promised(asks(visitor, from, phone));
    await of.due();
    assert.equal(of.texts.length, 0);
    await of.later(2 * hourMs);
    assert.equal(of.texts.length, 1);
    const barred = { ...phone, number: '+4930999999' };
    of.numbers.optedOut.add(barred.number);
    await promised(asks(of.stage.visitor(), other, barred));
    of.numbers.noTexts = true;
    assert.equal((await slotsFor(of.stage.visitor())).texts, undefined);
    await of.due();
    of.numbers.noTexts = false;
    await of.engines.records.withAccount(of.stage.account, (sql) =>
      sql.run(
        `INSERT INTO callback_settings (account, is_on, per_agent, retries, texts)
         VALUES ($1, true, 9, '{}', false)`,
        [of.stage.account],
      ),
    );
    await promised(asks(of.stage.visitor(), from, { ...phone, number: '+4930888888' }));
    await of.due();
    assert.equal(of.texts.length, 1);
  }),
);

test(
  '[CB11] a number gets few texts, whoever names it and however often it is moved',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb11-few')).online();
    await of.engines.records.withAccount(of.stage.account, (sql) =>
      sql.run(
        `INSERT INTO callback_settings (account, is_on, per_agent, retries) VALUES ($1, true, 9, '{}')`,
        [of.stage.account],
      ),
    );
    const visitor = of.stage.visitor();
    const [from, other] = await times(visitor);
    const conversation = await promised(asks(visitor, from, phone));
    for (const each of [other, from, other, from]) {
      await visitor.send({
        type: 'chat.change-back',
        request: randomUUID(),
        conversation,
        from: each,
      });
      await of.due();
    }
    assert.equal(of.texts.length, callbackLimits.texts);
    for (let count = 0; count < 4; count += 1)
      await promised(asks(of.stage.visitor(), other, phone));
    await of.due();
    assert.equal(of.texts.length, callbackLimits.texts + callbackLimits.textsTo - 1);
  }),
);

test(
  '[CB11.5] a number that said STOP to any number of the account is texted no more',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb11-stop')).online();
    const visitor = of.stage.visitor();
    const [from, other] = await times(visitor);
    of.numbers.saidStop.add(number);
    await promised(asks(visitor, from, phone));
    await of.due();
    assert.deepEqual(of.texts, []);
    await promised(asks(of.stage.visitor(), other, { ...phone, number: '+4930777777' }));
    await of.due();
    assert.equal(of.texts.length, 1);
  }),
);

test(
  '[CB11] a text that did not leave is tried again, and a promise that is over is not confirmed',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb11-again')).online();
    const visitor = of.stage.visitor();
    const [from] = await times(visitor);
    of.numbers.unsent = 1;
    const conversation = await promised(asks(visitor, from, phone));
    await of.due();
    assert.equal(of.texts.length, 0);
    await visitor.send({
      ...{ type: 'chat.change-back', request: randomUUID(), conversation, from: null },
    });
    await of.later(hourMs / 2);
    assert.equal(of.texts.length, 0);
    const next = of.stage.visitor();
    of.numbers.unsent = 1;
    await promised(asks(next, from, { ...phone, number: '+4930777777' }));
    await of.due();
    await of.later(hourMs / 2);
    assert.equal(of.texts.length, 1);
  }),
);

test(
  '[CB11.4] a text that left before its process was killed is not sent again',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb11-killed')).online();
    const visitor = of.stage.visitor();
    const [from] = await times(visitor);
    const conversation = await promised(asks(visitor, from, phone));
    await of.due();
    assert.equal(of.texts.length, 1);
    // Nobody noted that the job is done: it is leased again.
    await handled(of, String((await of.row(conversation))?.['id']), 'confirmed');
    assert.equal(of.texts.length, 1);
  }),
);

async function handled(of: BackStage, callback: string, what: string): Promise<unknown> {
  const kind = of.stage.converse.callback?.kinds.find(({ name }) => name === 'callback.text');
  const payload = { callback, turn: 1, what };
  return kind?.handle({ account: of.stage.account, payload } as never);
}

test(
  '[CB11] a text waits for a channel that is stopped, and for a budget that is spent, which a failure does not use',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb11-waits')).online();
    const visitor = of.stage.visitor();
    const [from, other] = await times(visitor);
    of.numbers.stopped.add('sms');
    await promised(asks(visitor, from, phone));
    await of.due();
    assert.equal(of.texts.length, 0);
    of.numbers.stopped.clear();
    of.numbers.unsent = 1;
    await of.later(callbackLimits.stoppedMs);
    await of.later(hourMs);
    assert.equal(of.texts.length, 1);
    const [budget, payer] = ['texts.account', of.stage.account] as const;
    // One text has left, of two tries.
    assert.equal(of.stage.use.budgets.charge([{ budget, payer, amount: 199 }]), 0);
    await promised(asks(of.stage.visitor(), other, { ...phone, number: '+4930666666' }));
    await of.due();
    assert.equal(of.texts.length, 1);
    await of.later(hourMs);
    assert.equal(of.texts.length, 2);
  }),
);

test(
  '[CB11] what is withdrawn in the evening is told in the morning',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb11-evening')).online();
    const visitor = of.stage.visitor();
    const { slots } = await slotsFor(visitor);
    const conversation = await promised(asks(visitor, slots.at(0)?.from ?? 0, phone));
    await of.due();
    const count = of.texts.length;
    of.numbers.nightUntil = of.stage.use.clock.now() + 11 * hourMs;
    of.numbers.isRemoved = true;
    await of.later(until(of, slots.at(0)?.from ?? 0));
    assert.equal((await of.row(conversation))?.['state'], 'withdrawn');
    await of.later(2 * hourMs);
    assert.equal(of.texts.length, count);
    await of.later(until(of, of.numbers.nightUntil + hourMs / 4));
    assert.match(of.texts.at(-1)?.words ?? '', /we cannot call you back as agreed/);
    assert.equal(of.texts.length, count + 1);
  }),
);
