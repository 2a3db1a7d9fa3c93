// The words of what an optimising campaign has learnt, in English: by what it decides and why, who
// gains more from being asked, whether waiting helps, and what agents' time is worth.

export const resultsLearntEn = {
  'learnt.title': 'What it learnt',
  'learnt.note': {
    one: 'From {n} outcome that was left to chance',
    other: 'From {n} outcomes that were left to chance',
  },
  'learnt.why.few_outcomes':
    'It still asks as Always does: too few outcomes that were left to chance are in.',
  'learnt.why.undecided':
    'It still asks as Always does: chance has neither confirmed nor refuted the gains that it sees.',
  'learnt.why.confirmed':
    'It asks by what it learnt: of the gains that answers seem to bring, {share} is counted on, which is what chance confirms.',
  'learnt.why.refuted':
    'It asks hardly anybody: by what was left to chance, asking brings less than it costs.',
  'learnt.gain': 'Asking adds {points} points to the goal, {lower} to {upper}.',
  'learnt.gain.none': 'What asking adds is not known yet.',
  'learnt.worth': 'Reaching the goal is taken to be worth {sum}.',

  'learnt.who': 'Who gains more from being asked',
  'learnt.who.visitors': 'Visitors',
  'learnt.who.effect': 'Effect of asking',
  'learnt.who.interval': 'Interval',
  'learnt.who.verdict': 'Gain',
  'learnt.who.more': 'more than others',
  'learnt.who.less': 'less than others',
  'learnt.who.open': 'not told apart from others yet',
  'learnt.who.none': 'Nobody is told apart yet: everybody is taken to gain alike.',
  'learnt.who.rest': 'Not told apart yet: {names}.',
  'learnt.times': '× {factor}',
  'learnt.between': '× {lower} to × {upper}',
  'learnt.scale':
    'How the odds of the goal change by asking, with this against without. From what was left to chance alone, each for itself, 95%.',
  'learnt.feature.intent': 'with an intent score of 100 instead of 50',
  'learnt.feature.unscored': 'without an intent score',
  'learnt.feature.pages': 'after 30 pages instead of none',
  'learnt.feature.dwell': 'after half an hour of attention instead of none',
  'learnt.feature.pageDwell': 'after ten minutes on the page instead of none',
  'learnt.feature.scroll': 'at the end of the page instead of its top',
  'learnt.feature.cartItems': 'with 20 items in the cart instead of none',
  'learnt.feature.cartTotal': 'with a cart of 1,000 instead of none',
  'learnt.feature.products': 'with 50 products seen instead of none',
  'learnt.feature.searches': 'after 10 searches instead of none',
  'learnt.feature.errors': 'with five errors met instead of none',
  'learnt.feature.formStarted': 'that began a form',
  'learnt.feature.returning': 'that came before',
  'learnt.feature.verified': 'known as customers',
  'learnt.feature.ordered': 'that have ordered before',
  'learnt.feature.phone': 'on a phone',
  'learnt.feature.fromSearch': 'that came by a search engine',
  'learnt.feature.fromAdvertising': 'that came by advertising, mail or social media',

  'learnt.when': 'When to ask',
  'learnt.when.delay': 'Asked',
  'learnt.when.now': 'at the moment',
  'learnt.when.later': '{n} s later',
  'learnt.when.accept': 'Answered as often',
  'learnt.when.goal': 'An answer helps as much',
  'learnt.when.reference': 'what the others are compared with',

  'learnt.time': 'What agents’ time is worth',
  'learnt.time.skill': 'Skill',
  'learnt.time.anyone': 'anyone',
  'learnt.time.agents': 'Agents',
  'learnt.time.minutes': 'Minutes a conversation',
  'learnt.time.dear': 'An hour, one place free',
  'learnt.time.cheap': 'An hour, all free',
  'learnt.time.level': 'Answered in time, last ten minutes',
  'learnt.time.level.of': { one: '{share} of {n}', other: '{share} of {n}' },
  'learnt.time.level.none': 'no conversation',
  'learnt.time.guarded': 'Answers come too late: nobody new is asked',
} as const;
