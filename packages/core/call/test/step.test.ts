// Calls by example: who hears whom in each situation, and why legs and calls end.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CallId } from '@opportune/protocol/ids.ts';
import { type CallInput, newCall } from '../call.ts';
import { callLimits } from '../limits.ts';
import { step } from '../step.ts';
import { agent, leg, Scene, supervisor, talking, user, visitor } from './call.test-support.ts';

const ada = leg('ada');
const ben = leg('ben');

function refusal(scene: Scene, input: CallInput): string | undefined {
  const before = structuredClone(scene.call);
  const refused = scene.do(input).find(({ type }) => type === 'refused');
  assert.deepEqual(scene.call, before, 'a refused input changes nothing');
  return refused?.type === 'refused' ? refused.code : undefined;
}

const consult = (scene: Scene) =>
  scene.does({ type: 'call.consult', by: ada, leg: ben, user: user('ben') });

const given = (scene: Scene) => scene.does({ type: 'call.transfer', leg: ben, user: user('ben') });

test('[CX17] a visitor waits for the first agent as long as their call says', () => {
  const call = newCall(CallId.parse('queued'), 0, 60_000);
  const at = (input: CallInput, now: number) => step(call, input, now);
  at({ type: 'leg.join', leg: leg('v'), party: visitor }, 0);
  at({ type: 'leg.connected', leg: leg('v') }, 10);
  assert.equal(at({ type: 'time' }, 59_999).length, 0);
  const ended = at({ type: 'time' }, 60_000).find(({ type }) => type === 'call.ended');
  assert.equal(ended?.type === 'call.ended' && ended.reason, 'unattended');
});

describe('legs', () => {
  test('[CX1] are invited, ring, connect, break, come back and end', () => {
    const scene = new Scene();
    const states: string[] = [];
    const happens = (input: CallInput) => {
      for (const effect of scene.do(input)) {
        if (effect.type === 'leg.changed') states.push(effect.leg.state);
        if (effect.type === 'leg.ended') states.push(effect.reason);
      }
    };
    happens({ type: 'leg.invite', leg: ada, party: agent('ada'), by: null });
    for (const type of ['leg.rang', 'leg.accept', 'leg.connected', 'leg.lost'] as const)
      happens({ type, leg: ada });
    for (const type of ['leg.connected', 'leg.leave'] as const) happens({ type, leg: ada });
    const lives = ['invited', 'ringing', 'connecting', 'connected', 'lost', 'connected'];
    assert.deepEqual(states, [...lives, 'hung-up']);
  });

  test('[CX1.2] a report that does not fit the state of a leg is refused', () => {
    const scene = talking();
    assert.equal(refusal(scene, { type: 'leg.accept', leg: ada }), 'request.conflict');
    assert.equal(refusal(scene, { type: 'leg.rang', leg: leg('x') }), 'request.conflict');
    assert.equal(refusal(scene, { type: 'leg.takeOver', leg: ada }), 'request.conflict');
  });

  test('[CX1.3] nobody is in a call twice, and it has at most eight legs', () => {
    const scene = talking();
    const again = { type: 'leg.join', leg: leg('v2'), party: visitor } as const;
    assert.equal(refusal(scene, again), 'request.conflict');
    const asAgent = { type: 'leg.join', leg: ben, party: supervisor('ada') } as const;
    assert.equal(refusal(scene, asAgent), 'request.conflict');
    for (let count = 2; count < callLimits.legs; count += 1)
      scene.comes(`a${count}`, agent(`a${count}`));
    const ninth = { type: 'leg.join', leg: ben, party: agent('ben') } as const;
    assert.equal(refusal(scene, ninth), 'request.conflict');
  });

  test('[CX2] each state of a leg has a time limit, and its end a reason', () => {
    const waits = (...inputs: readonly CallInput[]) => {
      const scene = talking();
      scene.does({ type: 'leg.invite', leg: ben, party: agent('ben'), by: ada });
      for (const input of inputs) scene.does(input);
      return (ms: number) => {
        scene.pass(ms - 1);
        assert.deepEqual(scene.ends(), []);
        scene.pass(1);
        return scene.ends();
      };
    };
    const rang = { type: 'leg.rang', leg: ben } as const;
    const accepted = { type: 'leg.accept', leg: ben } as const;
    const lost = [accepted, { type: 'leg.connected', leg: ben }, { type: 'leg.lost', leg: ben }];
    assert.deepEqual(waits()(callLimits.reachMs), ['ben unreachable']);
    assert.deepEqual(waits(rang)(callLimits.ringMs), ['ben unanswered']);
    assert.deepEqual(waits(rang, accepted)(callLimits.connectMs), ['ben unreachable']);
    assert.deepEqual(waits(...(lost as readonly CallInput[]))(callLimits.restoreMs), ['ben lost']);
  });

  test('[CX2.6] who declines, hangs up, is cancelled, removed or has no microphone ends so', () => {
    const scene = talking();
    const invited = { type: 'leg.invite', leg: ben, party: agent('ben'), by: ada } as const;
    scene.does(invited).does({ type: 'leg.leave', leg: ben });
    scene.does(invited).does({ type: 'leg.remove', leg: ben, by: ada });
    scene.does(invited).does({ type: 'leg.failed', leg: ben });
    scene.comes('ben', agent('ben')).does({ type: 'leg.remove', leg: ben, by: ada });
    scene.comes('ben', agent('ben')).does({ type: 'leg.leave', leg: ben });
    const reasons = ['declined', 'cancelled', 'unreachable', 'removed', 'hung-up'];
    assert.deepEqual(
      scene.ends(),
      reasons.map((reason) => `ben ${reason}`),
    );
  });
});

describe('the owner', () => {
  test('[CX4] is the first agent, and alone may lead the call', () => {
    const scene = talking().comes('ben', agent('ben'));
    assert.equal(scene.call.owner, 'ada');
    const leading: readonly CallInput[] = [
      { type: 'call.hold', by: ben, isHeld: true },
      { type: 'call.end', by: ben },
      { type: 'leg.remove', by: ben, leg: ada },
      { type: 'leg.invite', by: ben, leg: leg('cy'), party: agent('cy') },
      { type: 'call.consult', by: ben, leg: leg('cy'), user: user('cy') },
      { type: 'aside.complete', by: ben },
    ];
    for (const input of leading) assert.equal(refusal(scene, input), 'conversation.not_yours');
    scene.does({ type: 'call.hold', by: ada, isHeld: true });
    assert.deepEqual(scene.heardBy('v'), ['music']);
    scene.does({ type: 'call.end', by: ada });
    assert.deepEqual(scene.ends().at(-1), 'ended');
  });

  test('[CX4.2] passes to another agent when the owner leaves, and hold ends', () => {
    const scene = talking().comes('ben', agent('ben'));
    scene.does({ type: 'call.hold', by: ada, isHeld: true }).does({ type: 'leg.leave', leg: ada });
    assert.equal(scene.call.owner, 'ben');
    assert.deepEqual(scene.heardBy('v'), ['ben']);
  });

  test('[CX4.4] is replaced by a supervisor who takes over', () => {
    const scene = talking().comes('sue', supervisor('sue'));
    scene.does({ type: 'leg.takeOver', leg: leg('sue') });
    assert.equal(scene.call.owner, 'sue');
    assert.deepEqual(scene.ends(), ['ada transferred']);
    assert.deepEqual(scene.heardBy('v'), ['sue']);
  });

  test('[CX4.5] takes nobody to the customer whom the former owner consulted, or asked', () => {
    for (const isHere of [true, false]) {
      const scene = consult(talking().comes('sue', supervisor('sue')));
      if (isHere) scene.answers('ben');
      scene.does({ type: 'leg.takeOver', leg: leg('sue') });
      assert.deepEqual(scene.ends(), [isHere ? 'ben removed' : 'ben cancelled', 'ada transferred']);
      assert.deepEqual([scene.call.owner, scene.heardBy('v')], ['sue', ['sue']]);
    }
  });

  test('[CX4.2] is a connected agent before one who is only asked, who leaves', () => {
    const scene = consult(talking()).answers('ben').does({ type: 'aside.conference', by: ada });
    scene.does({ type: 'call.consult', by: ada, leg: leg('cy'), user: user('cy') });
    scene.does({ type: 'leg.leave', leg: ada });
    assert.deepEqual([scene.call.owner, scene.heardBy('v')], ['ben', ['ben']]);
    assert.deepEqual(scene.ends(), ['ada hung-up', 'cy cancelled']);
    // Who is consulted and there leads before who came first.
    const other = consult(talking()).answers('ben').does({ type: 'aside.conference', by: ada });
    other.does({ type: 'call.consult', by: ada, leg: leg('cy'), user: user('cy') }).answers('cy');
    other.does({ type: 'leg.leave', leg: ada });
    assert.deepEqual([other.call.owner, other.heardBy('v')], ['cy', ['ben', 'cy']]);
  });

  test('[CX4.3] is looked for if the last agent left', () => {
    const scene = talking();
    const effects = scene.do({ type: 'leg.leave', leg: ada });
    assert.ok(effects.some(({ type }) => type === 'agent.wanted'));
    assert.deepEqual(scene.heardBy('v'), ['music']);
    scene.comes('ben', agent('ben'));
    assert.deepEqual(scene.heardBy('v'), ['ben']);
  });
});

describe('who hears whom', () => {
  const table: Readonly<Record<string, readonly [Scene, Readonly<Record<string, string>>]>> = {
    'two who speak': [talking(), { v: 'ada', ada: 'v' }],
    'who waits': [new Scene().comes('v', visitor), { v: 'music' }],
    listening: [talking().comes('s', supervisor('sue')), { v: 'ada', ada: 'v', s: 'v ada' }],
    whispering: [
      talking().comes('s', supervisor('sue', 'whisper')),
      { v: 'ada', ada: 'v s', s: 'v ada' },
    ],
    'barging in': [
      talking().comes('s', supervisor('sue', 'barge-in')),
      { v: 'ada s', ada: 'v s', s: 'v ada' },
    ],
    hold: [
      talking()
        .comes('s', supervisor('sue', 'whisper'))
        .does({ type: 'call.hold', by: ada, isHeld: true }),
      { v: 'music', ada: 's', s: 'ada' },
    ],
    mute: [talking().does({ type: 'leg.mute', leg: ada, isMuted: true }), { v: '', ada: 'v' }],
    conference: [
      talking().comes('ben', agent('ben')),
      { v: 'ada ben', ada: 'v ben', ben: 'v ada' },
    ],
    consultation: [
      consult(talking().comes('s', supervisor('sue'))).answers('ben'),
      { v: 'music', ada: 'ben', ben: 'ada', s: 'ada ben' },
    ],
    announcement: [
      talking().does({ type: 'announcement.play', leg: leg('x'), sound: 'recorded' }),
      { v: 'ada x', ada: 'v x', x: '' },
    ],
  };
  for (const [what, [scene, expected]] of Object.entries(table))
    test(`[CX5] [CX6] [CX7] ${what}`, () => {
      for (const [name, heard] of Object.entries(expected))
        assert.equal(scene.heardBy(name).join(' '), heard, name);
    });
});

describe('consultation and transfer', () => {
  test('[CX8.2] a warm transfer gives the call to the agent who was consulted', () => {
    const scene = consult(talking());
    assert.equal(refusal(scene, { type: 'aside.complete', by: ada }), 'request.conflict');
    scene.answers('ben').does({ type: 'aside.complete', by: ada });
    assert.deepEqual([scene.call.owner, scene.ends()], ['ben', ['ada transferred']]);
    assert.deepEqual(scene.heardBy('v'), ['ben']);
  });

  test('[CX8.3] a cold transfer is complete once the other agent is connected', () => {
    const scene = talking();
    scene.does({ type: 'call.transfer', leg: ben, user: user('ben') });
    assert.deepEqual([scene.heardBy('v'), scene.heardBy('ada')], [['music'], []]);
    scene.answers('ben');
    assert.deepEqual([scene.call.owner, scene.ends()], ['ben', ['ada transferred']]);
  });

  test('[CX8.3] it needs nothing of the former owner, and takes nobody else to the customer', () => {
    const lost = talking().does({ type: 'leg.lost', leg: ada });
    given(lost).answers('ben');
    assert.deepEqual([lost.call.owner, lost.ends()], ['ben', ['ada transferred']]);
    const consulted = talking();
    consulted.does({ type: 'call.consult', by: ada, leg: leg('cy'), user: user('cy') });
    given(consulted.answers('cy')).answers('ben');
    assert.deepEqual(consulted.ends(), ['cy removed', 'ada transferred']);
    assert.deepEqual([consulted.call.owner, consulted.heardBy('v')], ['ben', ['ben']]);
    // It only rings at the former one.
    const rings = new Scene().comes('v', visitor);
    rings.does({ type: 'leg.invite', leg: ada, party: agent('ada'), by: null });
    given(rings);
    assert.deepEqual([rings.call.owner, rings.ends()], ['ben', ['ada cancelled']]);
  });

  test('[CX8.3] back to its owner, it goes to nobody else', () => {
    const scene = given(talking());
    const back = { type: 'call.transfer', leg: leg('again'), user: user('ada') } as const;
    scene.does(back);
    assert.deepEqual([scene.call.owner, scene.ends()], ['ada', ['ben cancelled']]);
    assert.deepEqual(scene.heardBy('v'), ['ada']);
    assert.equal(refusal(scene, back), 'request.conflict');
  });

  test('[CX8.4] an agent who does not come leaves the call with its owner', () => {
    for (const scene of [consult(talking()), given(talking())]) {
      scene.pass(callLimits.reachMs);
      assert.deepEqual([scene.call.owner, scene.heardBy('v')], ['ada', ['ada']]);
    }
  });

  test('[CX8.5] an owner who hangs up meanwhile leaves the call with the other agent', () => {
    const scene = consult(talking()).answers('ben').does({ type: 'leg.leave', leg: ada });
    assert.deepEqual([scene.call.owner, scene.heardBy('v')], ['ben', ['ben']]);
    const cold = talking().does({ type: 'call.transfer', leg: ben, user: user('ben') });
    cold.does({ type: 'leg.leave', leg: ada });
    assert.deepEqual([cold.call.owner, cold.heardBy('v')], ['ben', ['music']]);
  });

  test('[CX8] nothing is between a telephone and the agent who is consulted until they are together', () => {
    const scene = new Scene().comes('t', { type: 'telephone', number: '+31201234567' });
    consult(scene.comes('ada', agent('ada'))).answers('ben');
    assert.deepEqual(
      ['t', 'ada', 'ben'].map((name) => scene.heardBy(name).join(' ')),
      ['music', 'ben', 'ada'],
    );
    scene.does({ type: 'aside.conference', by: ada });
    assert.deepEqual(scene.heardBy('t'), ['ada', 'ben']);
  });

  test('[CX8.6] hold is over with the consultation, whichever way it ends', () => {
    for (const type of ['aside.complete', 'aside.conference', 'aside.return'] as const) {
      const scene = talking().does({ type: 'call.hold', by: ada, isHeld: true });
      consult(scene).answers('ben').does({ type, by: ada });
      assert.deepEqual([scene.call.isHeld, scene.heardBy('v').length > 0], [false, true], type);
      assert.notDeepEqual(scene.heardBy('v'), ['music'], type);
    }
  });

  test('[CX6] [CX8] a call that was held stays so if the agent who is asked does not come', () => {
    const scene = talking().does({ type: 'call.hold', by: ada, isHeld: true });
    consult(scene).does({ type: 'leg.leave', leg: ben });
    assert.deepEqual([scene.heardBy('v'), scene.heardBy('ada')], [['music'], []]);
  });

  test('[CX8.6] a consultation becomes a conference, or is called off', () => {
    const scene = consult(talking()).answers('ben').does({ type: 'aside.conference', by: ada });
    assert.deepEqual(scene.heardBy('v'), ['ada', 'ben']);
    const off = consult(talking()).answers('ben').does({ type: 'aside.return', by: ada });
    assert.deepEqual([off.ends(), off.heardBy('v')], [['ben removed'], ['ada']]);
  });
});

describe('a call', () => {
  test('[CX9] ends when its last customer leaves', () => {
    const scene = talking().does({ type: 'leg.leave', leg: leg('v') });
    assert.deepEqual(scene.ends(), ['v hung-up', 'ada call-ended', 'customer-left']);
    assert.equal(refusal(scene, { type: 'leg.lost', leg: ada }), 'request.conflict');
  });

  test('[CX9.1] ends when it is closed, whoever is in it', () => {
    const scene = talking().does({ type: 'call.close' });
    assert.deepEqual(scene.ends(), ['v call-ended', 'ada call-ended', 'ended']);
    assert.equal(refusal(scene, { type: 'call.close' }), 'request.conflict');
  });

  test('[CX17] patience is over once an agent is on the way', () => {
    const scene = new Scene(60_000).comes('v', visitor);
    scene.pass(59_000);
    scene.does({ type: 'leg.join', leg: leg('ada'), party: agent('ada') });
    scene.pass(2_000);
    assert.deepEqual(scene.ends(), []);
    const alone = new Scene(60_000).comes('v', visitor);
    alone.pass(60_000);
    assert.equal(alone.ends().at(-1), 'unattended');
  });

  test('[CX9.3] ends if no agent, or no customer, comes in time', () => {
    const alone = new Scene().comes('v', visitor);
    alone.pass(callLimits.unattendedMs);
    assert.equal(alone.ends().at(-1), 'unattended');
    const calling = new Scene().comes('ada', agent('ada'));
    calling.pass(callLimits.customerlessMs);
    assert.equal(calling.ends().at(-1), 'no-customer');
    const long = talking();
    long.pass(callLimits.callMs);
    assert.equal(long.ends().at(-1), 'time-limit');
  });

  test('[CX9.4] tells once when customer and agent first hear each other', () => {
    const scene = talking();
    scene.does({ type: 'call.hold', by: ada, isHeld: true });
    scene.does({ type: 'call.hold', by: ada, isHeld: false });
    assert.equal(scene.effects.filter(({ type }) => type === 'call.connected').length, 1);
  });

  test('[CX7.2] an announcement ends when it is played, or after a minute', () => {
    const play = { type: 'announcement.play', leg: leg('x'), sound: 'recorded' } as const;
    const scene = talking().does(play);
    assert.equal(refusal(scene, play), 'request.conflict');
    scene.does({ type: 'announcement.played', leg: leg('x') });
    assert.deepEqual(scene.ends(), ['x played']);
    scene.does(play).pass(callLimits.announcementMs);
    assert.deepEqual(scene.ends(), ['x played', 'x played']);
  });
});
