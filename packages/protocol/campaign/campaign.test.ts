// Which changes of a campaign's document begin a new period, and how documents say that they
// optimise.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CampaignDocument,
  Goal,
  meetsTheSame,
  optimisingOf,
  type Schedule,
  startsPeriod,
} from './campaign.ts';
import { intakeLimits } from '../limits/intake.ts';
import { NewGoal } from '../rest/site.ts';

const written = {
  name: 'Help at the till',
  sites: [],
  goal: 'purchase',
  audience: { all: [] },
  engagement: {
    id: 'e',
    moment: { leaving: true },
    zone: 'corner',
    variants: [
      {
        id: 'a',
        name: 'A',
        share: 10_000,
        offer: { channel: 'content', creative: { format: 'toast', headline: 'Hello' } },
      },
    ],
  },
  control: 1000,
  caps: { perVisit: 1, perDay: null, perVisitor: null, afterDismissalS: null },
  schedule: { from: null, until: null, days: [], hours: null },
  priority: 50,
};
const always = CampaignDocument.parse(written);
const optimise = CampaignDocument.parse({ ...written, mode: 'optimise' });

test('Campaign: a document without a mode always offers, and stays as it was written', () => {
  assert.equal(optimisingOf(always), null);
  assert.equal('mode' in always || 'optimise' in always, false);
});

test('Campaign: an optimising document without settings has the defaults', () => {
  assert.deepEqual(optimisingOf(optimise), {
    delayS: { from: 15, until: 60 },
    serviceLevel: { answeredInS: 20, share: 8000 },
    costPerInvitation: 0,
    annoyance: 0,
    always: 5000,
  });
});

test('Campaign: a change of the mode begins a period, and so does each of its settings while it optimises', () => {
  assert.equal(startsPeriod(always, optimise), true);
  assert.equal(startsPeriod(optimise, always), true);
  const settings = { delayS: { from: 15, until: 60 }, annoyance: 0.5 };
  const other = CampaignDocument.parse({ ...written, mode: 'optimise', optimise: settings });
  assert.equal(startsPeriod(optimise, other), true);
  assert.equal(startsPeriod(other, structuredClone(other)), false);
});

test('Campaign: neither writing out the default nor unused settings begin a period', () => {
  assert.equal(startsPeriod(always, CampaignDocument.parse({ ...written, mode: 'always' })), false);
  const kept = CampaignDocument.parse({ ...written, mode: 'always', optimise: { annoyance: 2 } });
  assert.equal(startsPeriod(always, kept), false);
  const whole = CampaignDocument.parse({ ...written, mode: 'optimise', optimise: {} });
  assert.equal(startsPeriod(optimise, whole), false);
});

test('Campaign: delays out of order, or longer than the longest, are refused', () => {
  const withDelays = (delayS: object) =>
    CampaignDocument.safeParse({ ...written, mode: 'optimise', optimise: { delayS } }).success;
  assert.equal(withDelays({ from: 0, until: 0 }), true);
  assert.equal(withDelays({ from: 60, until: 15 }), false);
  assert.equal(withDelays({ from: 15, until: 301 }), false);
});

test('Campaign: an optimising campaign meets its audience, whatever its moment; else the moment decides', () => {
  const { engagement } = always;
  const elsewhen = { ...engagement, moment: { idle: { forS: 20 } } };
  assert.equal(meetsTheSame(always, { ...always, control: 500, name: 'Other' }), true);
  assert.equal(meetsTheSame(always, { ...always, engagement: elsewhen }), false);
  assert.equal(meetsTheSame(optimise, { ...optimise, engagement: elsewhen }), true);
  assert.equal(meetsTheSame(always, optimise), false);
});

test('Campaign: two campaigns that meet the same visitors do so in the same hours of the week, whatever their dates', () => {
  const { schedule } = always;
  const other = (change: Partial<Schedule>): boolean =>
    meetsTheSame(always, { ...always, schedule: { ...schedule, ...change } });
  assert.equal(other({ from: 1, until: 2 }), true);
  assert.equal(other({ days: ['mon'] }), false);
  assert.equal(other({ hours: { fromMinute: 0, untilMinute: 60 } }), false);
});

test('Goal: a fixed sum and a cap have the bound of amounts; a stored one beyond it is still read', () => {
  const goal = {
    ...{ name: 'Orders', kind: 'purchase', event: { event: 'Order Completed' } },
    ...{ key: null, window: { type: 'visit' }, trust: 'page', valueCap: null },
    value: { type: 'none' },
  };
  const huge = 10 * intakeLimits.amount;
  const fixed = (amount: number) => ({ value: { type: 'fixed', amount } });
  const taken = (more: object) => NewGoal.safeParse({ ...goal, ...more });
  assert.deepEqual(
    [fixed(intakeLimits.amount), fixed(huge), { valueCap: huge }].map(
      (more) => taken(more).success,
    ),
    [true, false, false],
  );
  assert.equal(Goal.safeParse({ ...goal, id: 'g', ...fixed(huge), valueCap: huge }).success, true);
});
