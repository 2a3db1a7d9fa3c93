// The ten simulated shops. They are frozen: a test holds their digest, because a changed number
// would make every earlier figure incomparable.
import type { World } from './world.ts';

const ordinaryDay = [0.6, 0.8, 1, 1.2, 1.3, 1.1, 0.9, 0.9, 1, 1.2, 1.2, 0.8];
const rushDay = [0.4, 0.5, 0.8, 2, 2, 0.8, 0.5, 0.5, 0.7, 1.7, 1.5, 0.6];

const ordinary: Omit<World, 'name' | 'gain'> = {
  kind: 'differs',
  visitsPerHour: 1200,
  hourShape: ordinaryDay,
  agents: [5],
  handle: { minutes: 6, spread: 0.6, mobile: 0, need: 0 },
  patienceSeconds: 90,
  orderValue: 80,
  priceExponent: 0,
  acceptance: { base: -1.5, hesitation: 0.5, error: 0.4, mobile: -0.2, need: 0.2 },
  overcommit: 0.22,
  annoyance: 0,
  abandonLoss: 0.2,
  calm: 0.5,
};

export const worlds: readonly World[] = [
  {
    ...ordinary,
    name: 'steady',
    gain: { base: 0.2, need: 0.3, compares: 0.6, returning: 0.7, mobile: -0.7 },
  },
  {
    ...ordinary,
    name: 'searchers',
    agents: [4],
    gain: { base: 0, need: 0.3, searches: 0.7, mobile: 0.8, error: 0.8 },
  },
  {
    ...ordinary,
    name: 'intent-trap',
    gain: { base: 0.9, inclination: -0.7, need: 0.4, compares: 0.5, advertisement: 0.9 },
  },
  {
    ...ordinary,
    name: 'moments',
    calm: 0.1,
    gain: { base: 0.7, need: 0.4, compares: 0.4, returning: 0.5, cart: 0.3 },
  },
  {
    ...ordinary,
    name: 'two-skills',
    agents: [3, 1],
    gain: { base: 0.6, need: 0.3, compares: 0.6, mobile: -0.7, help: 0.5, error: 0.7 },
  },
  {
    ...ordinary,
    name: 'rush',
    hourShape: rushDay,
    agents: [6],
    handle: { minutes: 7, spread: 0.8, mobile: 0.6, need: 0 },
    patienceSeconds: 45,
    gain: { base: 0.4, need: 0.3, returning: 0.6, searches: 0.4, compares: 0.4 },
  },
  {
    ...ordinary,
    name: 'baskets',
    agents: [4],
    priceExponent: 1,
    gain: { base: 0.6, need: 0.3, compares: 0.4, mobile: -0.4, cart: 0.2 },
  },
  {
    ...ordinary,
    name: 'put-off',
    agents: [4],
    annoyance: 0.03,
    gain: {
      base: 0.9,
      need: 0.4,
      mobile: -1.1,
      returning: 0.7,
      advertisement: -0.7,
      compares: 0.4,
    },
  },
  { ...ordinary, name: 'equal', kind: 'equal', gain: { base: 0 }, calm: 1, abandonLoss: 0 },
  { ...ordinary, name: 'no-gain', kind: 'none', gain: { base: 0 }, calm: 1, abandonLoss: 0 },
];
