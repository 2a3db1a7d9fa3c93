// Campaigns that optimise: what the engine does in each of the three arms, what waits and what is
// looked at again, and that no other campaign sees a difference between the arms.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Optimise, type LiveCampaign } from '@opportune/protocol/campaign.ts';
import { eventName } from '@opportune/protocol/event.ts';
import { optimiseLimits } from '@opportune/protocol/limits.ts';
import type { PolicyAction } from '@opportune/protocol/policy.ts';
import { deeds } from '../behaviour/test-histories.ts';
import { availability, campaign, chat, configuration, content } from '../world/test-shop.ts';
import { armPlanOf, drawArm } from './arm-plan.ts';
import { policyFeatures } from './policy-features.ts';
import type { ChooserQuestion, EngagementChooser } from './policy-question.ts';
import { answer, campaigns, play } from './test-campaigns.ts';
import { Visit, type VisitOptions } from './test-visit.ts';

const onProduct = { fact: 'page.path', op: 'startsWith', value: '/product' } as const;
const once = { perVisit: 1, perDay: null, perVisitor: null, afterDismissalS: null };

function optimising(more: Partial<Parameters<typeof campaign>[0]> = {}): LiveCampaign {
  const optimise = Optimise.parse({});
  const sketch = { id: 'c', moment: onProduct, control: 2000, caps: once, ...more };
  return campaign({ ...sketch, mode: 'optimise', optimise });
}

/** A visitor whom the hashes put into this arm. */
function visitorIn(arm: 'control' | 'treatment' | 'optimise', live = optimising()): string {
  const plan = armPlanOf(configuration([live]), live);
  for (let at = 0; ; at++)
    if (drawArm({ plan, live }, `visitor-${at}`).arm === arm) return `visitor-${at}`;
}

/** Chooses what the test says, one after another, the last for ever; keeps what it was asked. */
class Chooser implements EngagementChooser {
  readonly asked: ChooserQuestion[] = [];
  readonly #actions: readonly PolicyAction[];
  guarded = false;
  probability = 0.9;

  constructor(...actions: readonly PolicyAction[]) {
    this.#actions = actions;
  }

  about() {
    return { value: 90, guarded: this.guarded };
  }

  choose(_live: LiveCampaign, question: ChooserQuestion) {
    const action = this.#actions[Math.min(this.asked.length, this.#actions.length - 1)] ?? 'none';
    this.asked.push(question);
    const reasons = {
      probabilities: { [action]: 0.9 },
      using: 'uplift' as const,
      gain: 0.02,
      rate: 0.03,
      accepts: 0.2,
      minutes: 6,
      pricePerHour: 10,
      worth: 0.8,
      version: 4,
    };
    return { action, probability: this.probability, reasons };
  }
}

function visitOf(
  arm: 'control' | 'treatment' | 'optimise',
  policy: EngagementChooser,
  more: VisitOptions & { readonly campaigns?: readonly LiveCampaign[] } = {},
): Visit {
  const list = more.campaigns ?? [optimising()];
  const visitor = visitorIn(arm, list[0]);
  return new Visit(list, { visitor, policy, ...more });
}

/** The visitor leaves the page and opens another. */
function goTo(visit: Visit, path: string): Visit {
  return visit.track(eventName.pageLeft).page(path);
}

const sent = (visit: Visit) => visit.contents.filter((each) => each !== null).length;

test('[M1] at one moment each arm decides the same but for what it does', () => {
  const arms = (['control', 'treatment', 'optimise'] as const).map((arm) => {
    const visit = visitOf(arm, new Chooser('none')).page('/product/1');
    const [decision] = visit.decisions;
    assert.ok(decision?.policy);
    const { action, probability, armShare, reasons, ...facts } = decision.policy;
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
  // What the policy would have said is on record in every arm.
  assert.deepEqual(arms[1]?.reasons, arms[0]?.reasons);
  assert.deepEqual(arms[2]?.reasons, arms[0]?.reasons);
});

test('[M1] the policy knows whom it is asked about for the record only; features lie between −1 and 1', () => {
  for (const arm of ['control', 'treatment', 'optimise'] as const) {
    const chooser = new Chooser('now');
    visitOf(arm, chooser).page('/product/1');
    assert.equal(chooser.asked.length, 1);
    for (const { features, isGhost } of chooser.asked) {
      assert.equal(isGhost, arm !== 'optimise');
      assert.deepEqual(Object.keys(features), policyFeatures);
      for (const value of Object.values(features)) assert.ok(Math.abs(value) <= 1);
    }
  }
});

test('[M2] promise 3: whom the policy offers nothing gets not one byte', () => {
  const visit = visitOf('optimise', new Chooser('none')).page('/product/1').after(700);
  assert.deepEqual(visit.contents, [null]);
  assert.equal(visit.offered.length, 0);
  visit.refresh({ campaigns: [] });
  assert.deepEqual(visit.withdrawn, []);
});

test('[M2] `now` sends the engagement at once, and without anybody to ask it is always `now`', () => {
  const chosen = visitOf('optimise', new Chooser('now')).page('/product/1');
  assert.equal(sent(chosen), 1);
  const visitor = visitorIn('optimise');
  const alone = new Visit([optimising()], { visitor }).page('/product/1');
  assert.equal(sent(alone), 1);
  assert.equal(alone.decisions[0]?.policy?.probability, 1);
  assert.equal(alone.decisions[0]?.policy?.reasons, null);
});

test('[M2] what is shown when nobody is free is shown without asking the policy', () => {
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

test('[M3] what waits goes out on another page where its moment still holds, and not where it is over', () => {
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

test('[M3] what falls due between two pages goes out on the page that comes, within 5 s', () => {
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

test('[M3] what waits does not go out without room, in a conversation, or while the guard is shut', () => {
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

test('[M3] what waits is dropped when its campaign ends or begins a new period', () => {
  for (const next of [[], [optimising({ period: 2 })]]) {
    const visit = visitOf('optimise', new Chooser('after:30', 'none')).page('/product/1').after(10);
    visit.refresh({ campaigns: next }).after(60);
    assert.equal(visit.offered.length, 0);
  }
});

test('[M3] a new version of the configuration leaves what waits to its instant', () => {
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
    // The process is away: nobody delivers a wake.
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

test('[M5] whoever was offered nothing is looked at again on later pages, until something is offered', () => {
  const chooser = new Chooser('none', 'none', 'now', 'now');
  const visit = visitOf('optimise', chooser).page('/product/1').after(20);
  for (let page = 2; page < 6; page++) goTo(visit, `/product/${page}`).after(20);
  assert.deepEqual(
    visit.decisions.map(({ policy }) => [policy?.action, policy?.again]),
    [
      ['none', false],
      ['none', true],
      ['now', true],
    ],
  );
  assert.equal(sent(visit), 1);
  assert.equal(new Set(chooser.asked.map(({ occasion }) => occasion)).size, 3);
});

test('[M5] an invitation of a further look may wait, and goes out in the zone that the first one holds', () => {
  const visit = visitOf('optimise', new Chooser('none', 'after:15')).page('/product/1').after(20);
  goTo(visit, '/product/2').after(14.999);
  assert.equal(visit.offered.length, 0);
  visit.after(0.001);
  assert.deepEqual(
    visit.offered.map((each) => each.decision),
    [visit.decisions[1]?.id],
  );
});

test('[M5] further looks end with the ten minutes of the first, and at ten in a visit', () => {
  const short = visitOf('optimise', new Chooser('none')).page('/product/1').after(599);
  goTo(short, '/product/2').after(1);
  goTo(short, '/product/3');
  assert.equal(short.decisions.length, 2);
  const many = visitOf('optimise', new Chooser('none')).page('/product/1');
  for (let page = 2; page < 20; page++) goTo(many.after(1), `/product/${page}`);
  assert.equal(many.decisions.length, optimiseLimits.looksPerVisit);
});

test('[M5] whom chance left out is not looked at again', () => {
  const chooser = new Chooser('none', 'now');
  chooser.probability = 0.1;
  const visit = visitOf('optimise', chooser).page('/product/1').after(20);
  goTo(visit, '/product/2').after(20);
  assert.deepEqual(visit.contents, [null]);
});

test('[M5] control and always are looked at once, as their caps say', () => {
  for (const arm of ['control', 'treatment'] as const) {
    const visit = visitOf(arm, new Chooser('none')).page('/product/1');
    for (let page = 2; page < 6; page++) goTo(visit.after(20), `/product/${page}`);
    assert.equal(visit.decisions.length, 1);
  }
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
          .map(({ at, campaign: of, event, offer }) => ({ at, of, event, offer }));
      });
      for (const decisions of rest) assert.deepEqual(decisions, control);
    }),
    { seed: 21, numRuns: 300 },
  );
});

test('[M6] the zone is free ten minutes after the decision that all arms had, looks or none', () => {
  const other = campaign({ id: 'other', moment: { all: [] }, priority: 1 });
  const first = optimising({ priority: 2 });
  const freed = (['control', 'treatment', 'optimise'] as const).map((arm) => {
    const visit = visitOf(arm, new Chooser('none'), { campaigns: [first, other] });
    visit.page('/product/1').after(540);
    goTo(visit, '/product/2').after(120);
    const [begin] = visit.decisions;
    const late = visit.decisions.find((each) => each.campaign === other.id);
    return (late?.at ?? 0) - (begin?.at ?? 0);
  });
  assert.deepEqual(freed, [600_000, 600_000, 600_000]);
});

test('promise 4: the same inputs decide the same, byte for byte, with a policy that is asked', () => {
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

test('[M1] a campaign that offers always decides as ever, and records nothing of a policy', () => {
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
