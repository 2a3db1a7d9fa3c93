// Optimising campaigns before and after their own moment: whom the audience enrols, when the policy
// is asked, what all arms have alike, and what makes way for other campaigns.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LiveCampaign } from '@opportune/protocol/campaign/campaign.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { optimiseLimits } from '@opportune/protocol/limits/campaigns.ts';
import { deeds } from '../../../behaviour/test/histories.test-support.ts';
import {
  availability,
  campaign,
  chat,
  configuration,
  content,
} from '../../../world/test/shop.test-support.ts';
import { compileConfiguration } from '../../configuration/compile.ts';
import { evaluateAt } from '../../view/explain.ts';
import { campaigns, play } from '../../test/campaigns.test-support.ts';
import {
  Chooser,
  goTo,
  once,
  optimising,
  visitOf,
  visitorIn,
  type ArmName,
} from '../../test/optimising.test-support.ts';
import { Visit } from '../../test/visit.test-support.ts';
import { rounds } from '../../../../../test/support/proof-size.test-support.ts';

const arms: readonly ArmName[] = ['control', 'treatment', 'optimise'];
const looked = (visit: Visit) =>
  visit.decisions.map(({ policy }) => [
    policy?.action,
    policy?.again,
    policy?.isRule,
    policy?.waits,
  ]);
const sent = (visit: Visit) => visit.contents.filter((each) => each !== null).length;

test('[M1] the audience enrols a visitor at once, in every arm alike, and nothing is shown by that', () => {
  const taken = arms.map((arm) => {
    const visit = visitOf(arm, new Chooser('none')).page('/home');
    assert.equal(visit.decisions.length, 1);
    assert.equal(sent(visit), 0);
    const [{ at, event, offer, policy } = assert.fail()] = visit.decisions;
    assert.deepEqual([policy?.isRule, policy?.waits, policy?.again], [false, true, false]);
    return { at, event, offer, features: policy?.features, reasons: policy?.reasons };
  });
  assert.deepEqual(taken[1], taken[0]);
  assert.deepEqual(taken[2], taken[0]);
});

test('[M1] outside the audience no visitor is enrolled, whatever the moment; time can meet it as events can', () => {
  const audience = { dwell: { on: 'visit', forS: 20 } } as const;
  const campaigns = [optimising({ audience, moment: { all: [] } })];
  for (const arm of arms) {
    const visit = visitOf(arm, new Chooser('now'), { campaigns }).page('/product/1').after(19.999);
    assert.equal(visit.decisions.length, 0);
    visit.after(0.001);
    assert.deepEqual([visit.decisions.length, sent(visit)], [1, arm === 'control' ? 0 : 1]);
  }
});

test('[M1] *always* is offered the engagement at the campaign’s own moment, in a row of its own', () => {
  const visit = visitOf('treatment', new Chooser('now')).page('/home').after(40);
  assert.equal(sent(visit), 0);
  goTo(visit, '/product/1').after(60);
  assert.deepEqual(looked(visit), [
    ['none', false, false, true],
    ['now', false, true, false],
  ]);
  assert.equal(sent(visit), 1);
});

test('[M1] at the moment each arm has its decision, even if the policy has offered before', () => {
  const rows = arms.map((arm) => {
    const visit = visitOf(arm, new Chooser('none', 'now')).page('/home').after(20);
    goTo(visit, '/product/1').after(20);
    goTo(visit, '/product/2').after(20);
    return visit.decisions
      .filter(({ policy }) => policy?.again !== true)
      .map(({ at, policy }) => [at - (visit.decisions[0]?.at ?? 0), policy?.isRule]);
  });
  assert.deepEqual(rows[0], [
    [0, false],
    [20_000, true],
  ]);
  assert.deepEqual(rows[1], rows[0]);
  assert.deepEqual(rows[2], rows[0]);
});

test('[M5] the policy is asked as a page opens and 15, 30 and 60 s later, and is told whether the moment is true', () => {
  const chooser = new Chooser('none');
  const visit = visitOf('optimise', chooser).page('/home').after(100);
  goTo(visit, '/product/1').after(40);
  const begin = visit.decisions[0]?.at ?? 0;
  assert.deepEqual(
    chooser.asked.map(({ now, isRule }) => [(now - begin) / 1000, isRule]),
    [
      [0, false],
      [15, false],
      [30, false],
      [60, false],
      [100, true],
      [115, true],
      [130, true],
    ],
  );
  assert.equal(new Set(chooser.asked.map(({ occasion }) => occasion)).size, 7);
  // Waiting leaves only the rows that every arm has.
  assert.equal(visit.decisions.length, 2);
});

test('[M5] what it chooses outside the moment is offered at once or after its delay, in a row of its own', () => {
  const now = visitOf('optimise', new Chooser('none', 'now')).page('/home').after(20);
  assert.deepEqual(looked(now), [
    ['none', false, false, true],
    ['now', true, false, false],
  ]);
  assert.equal(sent(now), 1);
  const later = visitOf('optimise', new Chooser('none', 'after:30')).page('/home').after(44.999);
  assert.equal(later.offered.length, 0);
  later.after(0.001);
  assert.deepEqual(
    later.offered.map(({ decision }) => decision),
    [later.decisions[1]?.id],
  );
});

test('[M5] once it has decided, even for nothing, it is not asked again in the visit', () => {
  for (const [action, probability] of [
    ['now', 0.9],
    ['none', 0.1],
  ] as const) {
    const chooser = new Chooser('none', action);
    const visit = visitOf('optimise', chooser).page('/home');
    chooser.probability = probability;
    visit.after(100);
    goTo(visit, '/product/1').after(100);
    goTo(visit, '/product/2').after(100);
    assert.equal(chooser.asked.length, 2, action);
    assert.equal(sent(visit), action === 'now' ? 1 : 0);
  }
});

test('[M5] if caps allow more, it is asked again at the next moment of the campaign after an offer', () => {
  const caps = { ...once, perVisit: 2 };
  const chooser = new Chooser('now');
  const visit = visitOf('optimise', chooser, { campaigns: [optimising({ caps })] }).page('/home');
  for (const page of [1, 2, 3]) goTo(visit.after(20), `/product/${page}`);
  assert.equal(sent(visit), 2);
  assert.equal(chooser.asked.length, 2);
});

test('[M5] control is asked as a ghost where its draw would follow the policy, else only at the moment', () => {
  const chooser = new Chooser('none', 'now');
  const visit = visitOf('control', chooser).page('/home').after(100);
  assert.equal(chooser.asked.length, 2);
  assert.ok(chooser.asked.every(({ isGhost, follows }) => isGhost && follows === 'policy'));
  assert.deepEqual(looked(visit), [
    ['none', false, false, true],
    ['none', true, false, false],
  ]);
  assert.equal(sent(visit), 0);
  const beside = new Chooser('now');
  const visitor = visitorIn('control', optimising(), 'rule');
  const other = new Visit([optimising()], { visitor, policy: beside }).page('/home').after(100);
  goTo(other, '/product/1').after(100);
  assert.deepEqual(looked(other), [
    ['none', false, false, true],
    ['none', false, true, false],
  ]);
});

test('[M5] beyond the limits of pages and time, it is asked only at the campaign’s moment', () => {
  const chooser = new Chooser('none');
  const visit = visitOf('optimise', chooser).page('/home');
  for (let page = 1; page < optimiseLimits.lookPages; page++) goTo(visit.after(1), '/home');
  assert.equal(chooser.asked.length, optimiseLimits.lookPages);
  goTo(visit, '/home').after(100);
  assert.equal(chooser.asked.length, optimiseLimits.lookPages);
  goTo(visit, '/product/1');
  assert.equal(chooser.asked.length, optimiseLimits.lookPages + 1);
});

test('[M5] the policy is told that no agent is free, and is not asked during a conversation', () => {
  const list = [optimising({ variants: [chat()] })];
  const chooser = new Chooser('none');
  const visit = visitOf('optimise', chooser, { campaigns: list }).page('/home').after(1);
  visit.refresh({ availability: availability(0, 2) }).after(19);
  assert.deepEqual(
    chooser.asked.map(({ free }) => free),
    [1, 0],
  );
  const conversation = { conversation: 'x' };
  visit.track(eventName.conversationStarted, conversation, { trust: 'server' }).after(100);
  assert.equal(chooser.asked.length, 2);
});

test('[M2] without a chooser nothing happens before the moment, and there it is always `now`', () => {
  const visit = new Visit([optimising()], { visitor: visitorIn('optimise') }).page('/home');
  assert.equal(sent(visit.after(100)), 0);
  goTo(visit, '/product/1');
  assert.equal(sent(visit), 1);
  assert.equal(visit.decisions.at(-1)?.policy?.probability, 1);
});

test('[M3] an invitation from outside the moment still requires its audience, but no moment', () => {
  const audience = { not: { fact: 'page.path', op: 'startsWith', value: '/checkout' } } as const;
  const list = [optimising({ audience })];
  for (const [path, offered] of [
    ['/about', 1],
    ['/checkout', 0],
  ] as const) {
    const visit = visitOf('optimise', new Chooser('after:30'), { campaigns: list }).page('/home');
    goTo(visit.after(10), path).after(60);
    assert.equal(visit.offered.length, offered, path);
  }
});

test('[M6] an enrolment takes no zone and no cap; the decision at its own moment takes both, in every arm', () => {
  const other = campaign({ id: 'other', moment: { all: [] }, priority: 1 });
  const first = optimising({ priority: 2 });
  for (const arm of arms) {
    const visit = visitOf(arm, new Chooser('none'), { campaigns: [first, other] }).page('/home');
    const of = (id: string) => visit.decisions.filter((each) => each.campaign === id).length;
    assert.deepEqual([of('c'), of('other')], [1, 1], arm);
    goTo(visit.after(20), '/product/1');
    assert.deepEqual([of('c'), of('other')], [2, 1], arm);
    goTo(visit.after(20), '/product/2');
    assert.deepEqual([of('c'), of('other')], [2, 2], arm);
  }
});

test('[M6] an invitation outside the moment makes way for a decision that takes its zone, control’s ghosts too', () => {
  for (const control of [0, 10_000]) {
    const moment = { fact: 'visit.pages', op: 'gte', value: 2 } as const;
    const other = campaign({ id: 'other', moment, control, priority: 1 });
    const list = [optimising({ priority: 2 }), other];
    const visit = visitOf('optimise', new Chooser('none', 'now'), { campaigns: list }).page(
      '/home',
    );
    visit.after(20);
    assert.deepEqual(visit.withdrawn, []);
    goTo(visit, '/home');
    assert.deepEqual(visit.withdrawn, [visit.decisions[1]?.id]);
    const decisions = [...visit.state.decisions];
    assert.deepEqual([...visit.crash().state.decisions], decisions);
  }
});

test('[M6] the policy is not asked while another campaign, or an invitation of another policy, has its zone', () => {
  const early = campaign({ id: 'early', moment: { all: [] }, priority: 90 });
  const chooser = new Chooser('now');
  const held = visitOf('optimise', chooser, { campaigns: [optimising(), early] }).page('/home');
  held.after(100);
  assert.equal(chooser.asked.length, 0);
  const second = optimising({ id: 'd', control: 0 });
  const visitor = visitorIn('optimise');
  const both = new Visit([optimising(), second], { visitor, policy: new Chooser('now') });
  both.page('/home').after(100);
  assert.equal(sent(both), 1);
});

test('[M5] a new visit is enrolled again, until caps are reached', () => {
  const caps = { ...once, perVisitor: 1 };
  for (const arm of arms) {
    const visit = visitOf(arm, new Chooser('none'), { campaigns: [optimising({ caps })] });
    visit.page('/home').after(3600).page('/home').after(20);
    assert.equal(visit.decisions.length, 2, arm);
    goTo(visit, '/product/1').after(3600).page('/home').after(100);
    assert.equal(visit.decisions.length, 3, arm);
  }
});

test('[A4] [M6] for any audience and moment, all arms have the same rows, and other campaigns decide the same', () => {
  fc.assert(
    fc.property(deeds, campaigns, fc.nat(2), (history, [drawn, ...others], kind) => {
      if (drawn === undefined) return;
      const { document } = drawn;
      const { moment } = document.engagement;
      const first = optimising({
        id: 'a-first',
        audience: kind === 0 ? { all: [] } : document.audience,
        moment,
        caps: document.caps,
        zone: document.engagement.zone,
        priority: kind,
        variants: kind === 2 ? [chat()] : [content()],
      });
      const [control, ...rest] = arms.map((arm) => rowsOf(first, others, history, arm));
      for (const rows of rest) assert.deepEqual(rows, control);
    }),
    { seed: 22, numRuns: rounds({ usual: 80, full: 400 }) },
  );
});

function rowsOf(
  first: LiveCampaign,
  others: readonly LiveCampaign[],
  history: readonly Parameters<typeof play>[1][],
  arm: ArmName,
): readonly unknown[] {
  const policy = new Chooser('none', 'after:20', 'none', 'now', 'none', 'now');
  const visit = new Visit([first, ...others], { visitor: visitorIn(arm, first), policy });
  for (const deed of history) play(visit, deed);
  return visit.decisions
    .filter((each) => each.policy?.again !== true)
    .map(({ at, campaign: of, event, offer, policy: own }) => {
      const rests = visit.stored.findIndex(({ id }) => id === event);
      return { at, of, rests, offer, isRule: own?.isRule };
    });
}

test('promise 5: rows of enrolments and of further looks are explained from the log as they were recorded', () => {
  const list = [optimising()];
  const visit = visitOf('optimise', new Chooser('none', 'none', 'now'))
    .page('/home')
    .after(40);
  goTo(visit, '/product/1').after(40);
  const { stored: events, decisions, conversions } = visit;
  assert.equal(decisions.length, 3);
  const compiled = compileConfiguration(configuration(list));
  for (const decision of decisions) {
    const log = { events, decisions, conversions };
    assert.deepEqual(evaluateAt(decision, log, compiled, availability(1)), decision.reasons);
  }
});

test('[M5] promise 1: restored at any instant, looks and moments go on as if nothing had been lost', () => {
  for (let crashAt = 0; crashAt < 8; crashAt++) {
    const [whole, broken] = [0, 1].map((isBroken) => {
      const visit = visitOf('optimise', new Chooser(...Array(9).fill('none'), 'now'));
      for (let page = 0; page < 8; page++) {
        goTo(visit, page < 5 ? '/home' : `/product/${page}`).after(17);
        if (isBroken === 1 && page === crashAt) visit.crash().refresh({});
      }
      return visit.after(60);
    });
    assert.deepEqual(broken?.decisions, whole?.decisions);
    assert.deepEqual(broken?.contents, whole?.contents);
  }
});
