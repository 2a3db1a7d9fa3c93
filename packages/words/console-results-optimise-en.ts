// The words of an optimising campaign's results in English: its three arms against each other, agents'
// time by what it gained, what it learnt, and what another rule would have come to.

export const resultsOptimiseEn = {
  'arm.always': 'Always',
  'arm.optimise': 'Optimise',
  'head.between.of.optimise': {
    one: '{lower} to {upper}, of {n} in optimise',
    other: '{lower} to {upper}, of {n} in optimise',
  },
  'three.title': 'Arms against each other',
  'three.note': 'Closed windows only; intervals widened for three comparisons',
  'three.between': 'Comparison',
  'three.optimise.control': 'Optimise against control',
  'three.optimise.treatment': 'Optimise against always',
  'three.treatment.control': 'Always against control',
  'three.points': 'Effect, points',
  'three.interval': 'Interval',
  'three.gain': 'Gain',
  'three.conversions': 'Incremental conversions',
  'three.value': 'Incremental value',
  'three.bar': 'Interval, zero marked',

  'chart.against': 'Compared with',
  'chart.against.optimise.control': 'Control',
  'chart.against.optimise.treatment': 'Always',
  'chart.title.optimise': 'Effect of optimise on {goal} rate, in points',

  'adjusted.title': 'Adjusted for intent',
  'adjusted.note': 'By what each visit was likely to do before the decision; {share} were scored',
  'adjusted.treatment.control': 'Treatment against control',
  'adjusted.worth': 'As if with',
  'adjusted.more': '{share} more visitors',
  'adjusted.text':
    'The same effect with less noise, where intent tells much. A second reading of the figures above, not another experiment: decide by those.',

  'time.title': 'Agents’ time',
  'time.note': 'Conversations that began from the engagement, over closed windows',
  'time.arm': 'Arm',
  'time.talked': 'Talked',
  'time.minutes': 'Minutes',
  'time.each': 'Minutes a visitor',
  'time.gain': 'Minutes for a conversion gained',
  'time.interval': 'Interval',
  'time.gain-open': 'the gain may still be none',
  'time.loss': 'there is a loss, no gain',
  'time.few-talks': 'fewer than five have talked',
  'time.few-conversions': 'fewer than five conversions in an arm',
  'time.no-control': 'nobody in control yet',
  'time.no-closed-windows': 'no window has closed yet',
  'time.cap':
    'From an agent’s first answer to the end; a visitor counts up to {most} minutes. The arms share the same agents: an arm that keeps them busy leaves the others less room.',

  'if.title': 'What if that rule had been used instead?',
  'if.rule': 'Rule',
  'if.never': 'Never ask',
  'if.now': 'Always at once',
  'if.after': 'Always later',
  'if.intent': 'From an intent of',
  'if.cart': 'From a cart of',
  'if.at.after': 'Later by',
  'if.at.intent': 'Intent score, 0 to 100',
  'if.at.cart': 'Cart total',
  'if.delay': '{n} s',
  'if.delay.none': 'No delay was drawn yet, so none can be asked about.',
  'if.rate': '{rate} of visitors would have reached the goal, instead of {logged}',
  'if.difference': '{points} points, {lower} to {upper}',
  'if.verdict.gain': 'The rule would have done better than Optimise.',
  'if.verdict.loss': 'The rule would have done worse than Optimise.',
  'if.verdict.open': 'Nothing tells the rule and Optimise apart yet.',
  'if.invited': 'It would have asked {rule} of visitors; Optimise asks {logged}.',
  'if.rests': {
    one: 'Rests on the first decision of {n} visitor.',
    other: 'Rests on the first decisions of {n} visitors.',
  },
  'if.withheld.not-optimising':
    'This period did not optimise, so there is nothing to compare with.',
  'if.withheld.no-closed-windows': 'Shown once the first windows have closed.',
  'if.withheld.few-decisions': 'Too few first decisions yet: at least 200 are needed.',
  'if.withheld.few-carry-it':
    'Withheld: too few decisions were like this rule’s, so a handful of visitors would decide the answer.',
  'if.holds':
    'An estimate from decisions that were left to chance. It holds at the load and the price of those days, and for each visitor’s first decision: with another rule agents would have been busier or freer.',
} as const;
