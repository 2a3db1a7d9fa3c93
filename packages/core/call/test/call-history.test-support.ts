// Random histories of a call for properties: anything that may happen to it, in any order.
import fc from 'fast-check';
import type { CallInput, Speaker } from '../call.ts';
import { agent, leg, supervisor, user, visitor } from './call.test-support.ts';

const people: Readonly<Record<string, Speaker>> = {
  v: visitor,
  t: { type: 'telephone', number: '+31201234567' },
  ada: agent('ada'),
  ben: agent('ben'),
  cy: agent('cy'),
  sue: supervisor('sue', 'listen'),
  wim: supervisor('wim', 'whisper'),
};
const aName = fc.constantFrom(...Object.keys(people), 'sound');
const aLeg = aName.map(leg);
const anAgent = fc.constantFrom('ada', 'ben', 'cy');

/** Somebody is invited or joins; most of them also come. */
const aComing = fc
  .record({
    name: fc.constantFrom(...Object.keys(people)),
    reaches: fc.integer({ min: 0, max: 9 }),
  })
  .map(({ name, reaches }): readonly CallInput[] => {
    const party = people[name] ?? visitor;
    if (reaches === 0) return [{ type: 'leg.join', leg: leg(name), party }];
    const invited = { type: 'leg.invite', leg: leg(name), party, by: null } as const;
    if (reaches < 3) return [invited];
    return [invited, ...comes(name)];
  });

function comes(name: string): readonly CallInput[] {
  return [
    { type: 'leg.accept', leg: leg(name) },
    { type: 'leg.connected', leg: leg(name) },
  ];
}

const aReport = fc.record({
  type: fc.constantFrom(
    ...(['leg.accept', 'leg.connected', 'leg.connected', 'leg.connected', 'leg.lost'] as const),
    ...([
      'leg.rang',
      'leg.rang',
      'leg.failed',
      'leg.leave',
      'leg.takeOver',
      'announcement.played',
    ] as const),
  ),
  leg: aLeg,
});

const anAside = fc.oneof(
  fc
    .record({ by: anAgent, to: anAgent })
    .map(
      ({ by, to }) =>
        ({ type: 'call.consult', by: leg(by), leg: leg(to), user: user(to) }) as const,
    ),
  anAgent.map((to) => ({ type: 'call.transfer', leg: leg(to), user: user(to) }) as const),
  fc.record({
    type: fc.constantFrom('aside.complete', 'aside.conference', 'aside.return'),
    by: anAgent.map(leg),
  }),
);

const anInput: fc.Arbitrary<CallInput> = fc.oneof(
  { weight: 10, arbitrary: aReport },
  { weight: 5, arbitrary: anAside as fc.Arbitrary<CallInput> },
  fc.record({ type: fc.constant('leg.mute' as const), leg: aLeg, isMuted: fc.boolean() }),
  fc.record({
    type: fc.constant('leg.watch' as const),
    leg: fc.constantFrom('sue', 'wim').map(leg),
    watching: fc.constantFrom('listen' as const, 'whisper' as const, 'barge-in' as const),
  }),
  fc.record({
    type: fc.constant('call.hold' as const),
    by: anAgent.map(leg),
    isHeld: fc.boolean(),
  }),
  fc.record({ type: fc.constant('leg.remove' as const), by: anAgent.map(leg), leg: aLeg }),
  fc.constant({
    type: 'announcement.play' as const,
    leg: leg('sound'),
    sound: 'recorded' as const,
  }),
  fc.constant({ type: 'time' as const }),
);

const someInputs = fc.oneof(
  { weight: 1, arbitrary: aComing },
  { weight: 2, arbitrary: anInput.map((input): readonly CallInput[] => [input]) },
);

const aPauseMs = fc.oneof(
  { weight: 30, arbitrary: fc.integer({ min: 0, max: 3000 }) },
  { weight: 2, arbitrary: fc.constantFrom(15_000, 30_000) },
  { weight: 1, arbitrary: fc.constantFrom(60_000, 900_000) },
);

/** Most begin with a visitor and an agent who speak. */
export const aHistory = fc
  .record({
    speak: fc.integer({ min: 0, max: 4 }),
    goesOn: fc.array(fc.tuple(someInputs, aPauseMs), { minLength: 1, maxLength: 60 }),
  })
  .map(({ speak, goesOn }) => [
    ...(speak === 0 ? [] : talking.map((input) => [input, 0] as const)),
    ...goesOn.flatMap(([inputs, pauseMs]) => inputs.map((input) => [input, pauseMs] as const)),
  ]);

const talking: readonly CallInput[] = ['v', 'ada'].flatMap((name) => [
  { type: 'leg.invite', leg: leg(name), party: people[name] ?? visitor, by: null },
  ...comes(name),
]);
