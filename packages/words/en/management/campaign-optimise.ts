// The words of a campaign that optimises, in English: the choice, what it does, its settings as
// sentences, whether there are visitors enough for it, and the plan of its comparisons.

export const campaignOptimiseEn = {
  'optimise.mode': 'Whom the engagement is offered to',
  'optimise.mode.always': 'Always',
  'optimise.mode.optimise': 'Optimise',
  'optimise.text.always':
    'Everybody in treatment whose moment comes is offered it at once, as far as agents have room.',
  'optimise.text.content': 'Everybody in treatment whose moment comes is shown it at once.',
  'optimise.text.optimise':
    'It learns who gains from being asked, and when: at the moment, or at any other while the audience holds. It asks them where that is worth more than agents’ time and the cost of asking. Until gains have shown themselves it asks as Always does.',
  'optimise.wait': 'It asks at once, or',
  'optimise.wait.tail': 'later, whichever helps more.',
  'optimise.delay.none': 'never',
  'optimise.delay.one': '{n} s',
  'optimise.delay.span': '{from} to {until} s',
  'optimise.delay.label': 'How much later it may ask',
  'optimise.delay.from': 'From, in seconds',
  'optimise.delay.until': 'Until, in seconds',
  'optimise.delay.hint': 'At most {most} s. Until 0: it never waits.',
  'optimise.delay.turned': 'The first must not be more than the second.',
  'optimise.guard': 'While fewer than',
  'optimise.guard.within': 'of conversations are answered within',
  'optimise.guard.tail': 'only Always goes on: Optimise asks nobody.',
  'optimise.share.label': 'Share answered in time, in percent',
  'optimise.answered.label': 'Seconds until an answer, 5 to 600',
  'optimise.cost': 'Asking costs',
  'optimise.cost.label': 'What one invitation costs',
  'optimise.goodwill': 'each time, and',
  'optimise.goodwill.tail': 'in goodwill.',
  'optimise.goodwill.spoken': '{sum} in goodwill',
  'optimise.goodwill.label': 'What one invitation costs in goodwill',
  'optimise.goodwill.hint': 'What you would pay so as not to disturb somebody who wants nothing.',
  'optimise.nothing': 'nothing',
  'optimise.always': 'Of those not in control,',
  'optimise.always.label': 'Share that is always asked, in percent',
  'optimise.always.tail': 'are always asked, to measure against.',
  'optimise.advice.enough':
    '{perDay} visitors a day: enough to optimise. A gain of 10% would show in about {days} days.',
  'optimise.advice.good':
    'At {perDay} visitors a day a gain of 10% would show in about {days} days.',
  'optimise.advice.few':
    'Few visitors for this: at {perDay} a day a gain of 10% would take about {days} days to show, and what it learns as long. Always is the better choice here.',
  'optimise.advice.never':
    'Too few visitors for this: a gain of 10% would never show. Always is the better choice here.',
  'optimise.advice.unknown':
    'How many are in the audience is not known yet. Optimising pays where it is some hundreds a day; with fewer choose Always.',
  'control.optimise': 'Optimise',
  'control.always': 'Always',
  'control.always.variant': 'Always {name}',
  'plan.comparisons': 'The same gain, between each two arms',
  'plan.comparison': 'Comparison',
  'plan.optimise-control': 'Optimise and control',
  'plan.optimise-always': 'Optimise and always',
  'plan.always-control': 'Always and control',
} as const;
