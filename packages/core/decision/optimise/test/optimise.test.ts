// Campaigns that optimise: what the engine does in each of the three arms at their own moment,
// which invitations wait, and that no other campaign sees a difference between the arms.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { deeds } from '../../../behaviour/test/histories.test-support.ts';
import { availability, campaign, chat, content } from '../../../world/test/shop.test-support.ts';
import { policyFeatures } from '../policy-features.ts';
import { answer, campaigns, play } from '../../test/campaigns.test-support.ts';
import {
  Chooser,
  goTo,
  onProduct,
  once,
  optimising,
  visitOf,
  visitorIn,
} from '../../test/optimising.test-support.ts';
import { Visit } from '../../test/visit.test-support.ts';
import { rounds } from '../../../../../test/support/proof-size.test-support.ts';

const sent = (visit: Visit) => visit.contents.filter((each) => each !== null).length;

test('[M1] at one moment each arm decides the same and only acts differently', () => {
  const arms = (['control', 'treatment', 'optimise'] as const).map((arm) => {
    const visit = visitOf(arm, new Chooser('none')).page('/product/1');
    const [decision] = visit.decisions;
    assert.ok(decision?.policy);
    const { action, probability, armShare, reasons, waits, follows, ...facts } = decision.policy;
    assert.equal(follows, arm === 'treatment' ? 'rule' : 'policy');
    assert.equal(waits, arm !== 'treatment');
    return { arm: decision.arm.type, action, probability, armShare, reasons, facts, visit };
  });
  assert.deepEqual(
    arms.map(({ arm, action, probability, armShare }) => [arm, action, probability, armShare]),
    [
      ['control', 'none', 1, 0.2],
      ['treatment', 'now', 1, 0.4],
      ['optimise', 'none', 0.9, 0.4],
    ],
  );
  assert.deepEqual(arms[1]?.facts, arms[0]?.facts);
  assert.deepEqual(arms[2]?.facts, arms[0]?.facts);
  // The policy's answer is recorded in every arm.
  assert.deepEqual(arms[1]?.reasons, arms[0]?.reasons);
  assert.deepEqual(arms[2]?.reasons, arms[0]?.reasons);
});

test('[M1] the policy gets the visitor’s id for the record only; features are between −1 and 1', () => {
  for (const arm of ['control', 'treatment', 'optimise'] as const) {
    const chooser = new Chooser('now');
    visitOf(arm, chooser).page('/product/1');
    assert.equal(chooser.asked.length, 1);
    for (const { features, isGhost, isRule } of chooser.asked) {
      assert.equal(isRule, true);
      assert.equal(isGhost, arm !== 'optimise');
      assert.deepEqual(Object.keys(features), policyFeatures);
      for (const value of Object.values(features)) assert.ok(Math.abs(value) <= 1);
    }
  }
});

test('[M2] promise 3: a visitor whom the policy offers nothing is sent not one byte', () => {
  const visit = visitOf('optimise', new Chooser('none')).page('/product/1').after(700);
  assert.deepEqual(visit.contents, [null]);
  assert.equal(visit.offered.length, 0);
  visit.refresh({ campaigns: [] });
  assert.deepEqual(visit.withdrawn, []);
});

test('[M2] `now` sends the engagement at once, and without a chooser it is always `now`', () => {
  const chosen = visitOf('optimise', new Chooser('now')).page('/product/1');
  assert.equal(sent(chosen), 1);
  const visitor = visitorIn('optimise');
  const alone = new Visit([optimising()], { visitor }).page('/product/1');
  assert.equal(sent(alone), 1);
  assert.equal(alone.decisions[0]?.policy?.probability, 1);
  assert.equal(alone.decisions[0]?.policy?.reasons, null);
});

test('[M2] a fallback for no free agent is shown without asking the policy', () => {
  const campaigns = [optimising({ variants: [chat('a', 10_000, true)] })];
  const chooser = new Chooser('none');
  const busy = availability(0);
  const visit = visitOf('optimise', chooser, { campaigns, availability: busy }).page('/product/1');
  assert.deepEqual(
    visit.contents.map((each) => each?.action),
    ['message'],
  );
  assert.equal(chooser.asked.length, 0);
  assert.equal(visit.decisions[0]?.policy?.probability, 1);
});

test('[M2] content among chats is shown at the moment without asking the policy, even with no free agent', () => {
  const mixed = optimising({ variants: [chat('talk', 5000, true), content('read', 5000)] });
  for (const free of [0, 3]) {
    const chooser = new Chooser('none');
    chooser.guarded = true;
    const visitor = visitorIn('optimise', mixed, 'policy', 'read');
    const room = { availability: availability(free) };
    const visit = new Visit([mixed], { visitor, policy: chooser, ...room }).page('/').after(60);
    assert.equal(sent(visit), 0);
    goTo(visit, '/product/1').after(60);
    assert.deepEqual(
      visit.contents.map((each) => each?.action ?? null),
      [null, 'content'],
    );
    const [, decision] = visit.decisions;
    assert.deepEqual([decision?.policy?.probability, decision?.policy?.reasons], [1, null]);
    assert.equal(chooser.asked.length, 0);
  }
  const chooser = new Chooser('none');
  const visitor = visitorIn('optimise', mixed, 'policy', 'talk');
  new Visit([mixed], { visitor, policy: chooser, availability: availability(3) }).page(
    '/product/1',
  );
  assert.equal(chooser.asked.length, 1);
});

test('[M2] a look without an answer is no moment and decides nothing', () => {
  const chooser = new Chooser('none');
  let isRead = true;
  const visit = visitOf('optimise', {
    about: () => chooser.about(),
    choose: (live, question) => (isRead ? chooser.choose(live, question) : null),
  }).page('/product/1');
  isRead = false;
  visit.after(120);
  assert.equal(visit.decisions.length, 1);
  assert.equal(sent(visit), 0);
});

test('[M3] promise 3: an invitation that waits sends nothing before its instant, then goes out', () => {
  const visit = visitOf('optimise', new Chooser('after:30')).page('/product/1');
  const [decision] = visit.decisions;
  assert.deepEqual(visit.contents, [null]);
  visit.after(29.999);
  assert.equal(visit.offered.length, 0);
  visit.after(0.001);
  assert.deepEqual(
    visit.offered.map((each) => [each.decision, each.pageView]),
    [[decision?.id, decision?.pageView]],
  );
  visit.after(600);
  assert.equal(visit.offered.length, 1);
  assert.equal(visit.decisions.length, 1);
});

test('[M3] an invitation that waits goes out on another page while its moment is true, and not once it is over', () => {
  for (const [path, offered] of [
    ['/product/2', 1],
    ['/checkout', 0],
  ] as const) {
    const visit = visitOf('optimise', new Chooser('after:30')).page('/product/1').after(10);
    goTo(visit, path).after(60);
    assert.equal(visit.offered.length, offered, path);
    assert.equal(visit.decisions.length, 1);
  }
});

test('[M3] an invitation that falls due between two pages goes out on the next page, within 5 s', () => {
  for (const [pauseS, offered, skipped] of [
    [4, 1, 0],
    [6, 0, 1],
  ] as const) {
    const visit = visitOf('optimise', new Chooser('after:30')).page('/product/1').after(29);
    visit
      .track(eventName.pageLeft)
      .after(1 + pauseS)
      .page('/product/2');
    assert.deepEqual([visit.offered.length, visit.skipped], [offered, skipped]);
  }
});

test('[M3] an invitation that waits does not go out without a free agent, in a conversation, or while the guard is shut', () => {
  const chatting = optimising({ variants: [chat()] });
  const begin = (policy: Chooser) =>
    visitOf('optimise', policy, { campaigns: [chatting] })
      .page('/product/1')
      .after(10);
  const full = begin(new Chooser('after:30'));
  full.refresh({ availability: availability(0, 2) }).after(60);
  assert.deepEqual(full.offered, []);
  const talking = begin(new Chooser('after:30'));
  const conversation = { conversation: 'x' };
  talking.track(eventName.conversationStarted, conversation, { trust: 'server' }).after(60);
  assert.deepEqual(talking.offered, []);
  const chooser = new Chooser('after:30');
  const late = begin(chooser);
  chooser.guarded = true;
  late.after(60);
  assert.deepEqual(late.offered, []);
  const free = begin(new Chooser('after:30')).after(60);
  assert.equal(free.offered[0]?.heldUntil, free.now - 10_000);
});

test('[M3] an invitation that waits is dropped when its campaign ends or begins a new period', () => {
  for (const next of [[], [optimising({ period: 2 })]]) {
    const visit = visitOf('optimise', new Chooser('after:30', 'none')).page('/product/1').after(10);
    visit.refresh({ campaigns: next }).after(60);
    assert.equal(visit.offered.length, 0);
  }
});

test('[M3] a new version of the configuration leaves an invitation that waits to its instant', () => {
  const visit = visitOf('optimise', new Chooser('after:30')).page('/product/1').after(10);
  visit.refresh({ campaigns: [optimising()] }).after(20);
  assert.equal(visit.offered.length, 1);
});

test('[M4] after a crash an invitation waits on, goes out once, or is skipped and counted', () => {
  for (const [crashS, offered, skipped] of [
    [10, 1, 0],
    [33, 1, 0],
    [36, 0, 1],
  ] as const) {
    const visit = visitOf('optimise', new Chooser('after:30')).page('/product/1');
    const { stored, decisions } = visit;
    assert.deepEqual([stored.length, decisions.length], [1, 1]);
    // The process is away: no wake is delivered.
    visit.now += crashS * 1000;
    visit.crash().refresh({}).after(60);
    assert.deepEqual([visit.offered.length, visit.skipped], [offered, skipped], `${crashS} s`);
  }
  const answered = visitOf('optimise', new Chooser('after:30')).page('/product/1').after(30);
  const decision = answered.decisions[0]?.id;
  assert.ok(decision);
  answered.track(eventName.engagementShown, {}, { decision });
  answered.crash().refresh({}).after(60);
  assert.equal(answered.offered.length, 1);
});

test('[M5] promise 5: a visitor restored at any instant goes on as if nothing had been lost', () => {
  const actions = ['none', 'after:15', 'now'] as const;
  for (let crashAt = 0; crashAt < 12; crashAt++) {
    const [whole, broken] = [0, 1].map((isBroken) => {
      const visit = visitOf('optimise', new Chooser(...actions), {
        campaigns: [optimising({ caps: { ...once, perVisit: 2 } })],
      });
      for (let page = 0; page < 12; page++) {
        goTo(visit, page % 4 === 3 ? '/checkout' : `/product/${page}`).after(7);
        if (isBroken === 1 && page === crashAt) visit.crash().refresh({});
      }
      return visit.after(60);
    });
    assert.deepEqual(broken?.decisions, whole?.decisions);
    assert.deepEqual(broken?.offered, whole?.offered);
  }
});

test('[A4] [M6] another campaign decides the same, whichever arm a visitor of an optimising one is in', () => {
  fc.assert(
    fc.property(deeds, campaigns, fc.integer({ min: 0, max: 2 }), (history, others, kind) => {
      const first = optimising({
        id: 'a-first',
        zone: kind === 0 ? 'top' : 'corner',
        priority: 2,
        moment: { fact: 'visit.pages', op: 'gte', value: 1 },
        caps: { ...once, perVisit: kind === 2 ? 2 : 1 },
        variants: [content()],
      });
      const list = [first, ...others];
      const [control, ...rest] = (['control', 'treatment', 'optimise'] as const).map((arm) => {
        const visitor = visitorIn(arm, first);
        const policy = new Chooser('none', 'after:20', 'none', 'now');
        const visit = new Visit(list, { visitor, policy });
        for (const deed of history) play(visit, deed);
        return visit.decisions
          .filter((each) => each.policy?.again !== true)
          .map(({ at, campaign: of, event, offer }) => {
            const rests = visit.stored.findIndex(({ id }) => id === event);
            return { at, of, rests, offer };
          });
      });
      for (const decisions of rest) assert.deepEqual(decisions, control);
    }),
    { seed: 21, numRuns: rounds({ usual: 60, full: 300 }) },
  );
});

test('promise 4: the same inputs decide the same, byte for byte, with a policy', () => {
  const played = () => {
    const visit = visitOf('optimise', new Chooser('none', 'after:15', 'now'), {
      campaigns: [optimising({ variants: [chat('a', 10_000, true)] })],
    });
    for (let page = 0; page < 6; page++) goTo(visit, `/product/${page}`).after(9);
    answer(visit);
    return JSON.stringify([visit.decisions, visit.contents, visit.offered]);
  };
  assert.equal(played(), played());
});

test('[M1] a campaign that always offers decides as without policies, and records nothing of one', () => {
  const always = campaign({ id: 'c', moment: onProduct, control: 2000, caps: once });
  const visit = visitOf('treatment', new Chooser('none'), { campaigns: [always] });
  goTo(visit.page('/product/1'), '/product/2');
  assert.equal(visit.decisions.length, 1);
  assert.equal(sent(visit), 1);
  assert.equal(
    visit.decisions.some((each) => 'policy' in each),
    false,
  );
});
