// Whose voice is recorded: what customers and the team say to each other, in every state of a call.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LegId } from '@opportune/protocol/ids.ts';
import { type Call, isAgent, isCustomer, type Leg, newCall, type Party } from '../call.ts';
import { recordedIn } from '../recorded.ts';
import { routesOf } from '../routes.ts';
import { CallId, UserId } from '@opportune/protocol/ids.ts';

const id = (name: string) => LegId.parse(name);
const agent = (user: string): Party => ({ type: 'agent', user: UserId.parse(user) });
const watcher = (watching: 'listen' | 'whisper' | 'barge-in'): Party => ({
  ...{ type: 'supervisor', user: UserId.parse('sue'), watching },
});

function callOf(parties: Readonly<Record<string, Party>>, change: Partial<Call> = {}): Call {
  const call = { ...newCall(CallId.parse('c'), 0), owner: id('ada') };
  for (const [name, party] of Object.entries(parties))
    call.legs.set(id(name), {
      ...{ id: id(name), party, state: 'connected', since: 0, isMuted: false },
    });
  Object.assign(call, change);
  return { ...call, routes: routesOf(call) };
}
const two = { visitor: { type: 'visitor' }, ada: agent('ada') } as const;
const aside = { by: id('ada'), with: id('ben'), isCold: false };

describe('what is recorded', () => {
  const cases: readonly (readonly [string, Call, readonly string[]])[] = [
    ['both sides of a call', callOf(two), ['ada', 'visitor']],
    ['nothing of a visitor who waits', callOf({ visitor: two.visitor }), []],
    ['nothing on hold', callOf(two, { isHeld: true }), []],
    ['nothing of a consultation', callOf({ ...two, ben: agent('ben') }, { aside }), []],
    ['all of a conference', callOf({ ...two, ben: agent('ben') }), ['ada', 'ben', 'visitor']],
    ['no whisper', callOf({ ...two, sue: watcher('whisper') }), ['ada', 'visitor']],
    ['nobody who listens', callOf({ ...two, sue: watcher('listen') }), ['ada', 'visitor']],
    ['who barges in', callOf({ ...two, sue: watcher('barge-in') }), ['ada', 'sue', 'visitor']],
    [
      'no announcement',
      callOf({ ...two, tone: { type: 'announcement', sound: 'recorded' } }),
      ['ada', 'visitor'],
    ],
  ];
  for (const [title, call, expected] of cases)
    it(`[CX22.1] is ${title}`, () => assert.deepEqual([...recordedIn(call)].toSorted(), expected));

  it('[CX22.1] is never a voice that nobody of the other side hears', () => {
    const party = fc.constantFrom<Party>(
      ...[two.visitor, agent('a'), agent('b'), watcher('listen'), watcher('whisper')],
      watcher('barge-in'),
    );
    const legs = fc.array(fc.record({ party, isMuted: fc.boolean() }), { maxLength: 6 });
    fc.assert(
      fc.property(legs, fc.boolean(), (made, isHeld) => {
        const call = callOf(Object.fromEntries(made.map((each, at) => [`l${at}`, each.party])), {
          isHeld,
        });
        const legOf = (leg: string): Leg | undefined => call.legs.get(id(leg));
        for (const leg of recordedIn(call)) {
          const speaker = legOf(leg);
          assert.ok(speaker !== undefined);
          const listeners = call.routes.flatMap(({ from, to }) =>
            from === leg ? (legOf(to) ?? []) : [],
          );
          assert.ok(listeners.some((each) => isCustomer(each) !== isCustomer(speaker)));
          if (isCustomer(speaker)) assert.ok(listeners.some(isAgent));
        }
      }),
    );
  });
});
