// English words of optimising campaigns in the editor: the choice, its effect, its settings as
// sentences, advice on the number of visitors, and the plan of comparisons.

export const campaignOptimiseEn = {
  'optimise.mode': 'Whom the engagement is offered to',
  'optimise.mode.always': 'Always',
  'optimise.mode.optimise': 'Optimise',
  'optimise.text.always':
    'Everybody in treatment gets the offer at their moment, as long as agents are free.',
  'optimise.text.content': 'Everybody in treatment sees it at their moment.',
  'optimise.text.optimise':
    'Learns whom an offer helps, and when: at the moment or at any other time while the visitor is in the audience. It offers where the gain is worth more than agents’ time and the cost of asking. Until gains are visible, it works like Always.',
  'optimise.wait': 'It asks at once, or',
  'optimise.wait.tail': 'later, whichever helps more.',
  'optimise.delay.none': 'never',
  'optimise.delay.one': '{n} s',
  'optimise.delay.span': '{from} to {until} s',
  'optimise.delay.label': 'How much later it may ask',
  'optimise.delay.from': 'From, in seconds',
  'optimise.delay.until': 'Until, in seconds',
  'optimise.delay.hint': 'At most {most} s. With 0 it never waits.',
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
  'optimise.goodwill.hint': 'What you would pay not to disturb a visitor who wants nothing.',
  'optimise.nothing': 'nothing',
  'optimise.always': 'Of those not in control,',
  'optimise.always.label': 'Share that is always asked, in percent',
  'optimise.always.tail': 'are always asked, to measure against.',
  'optimise.advice.enough':
    '{perDay} visitors a day: enough to optimise. A gain of 10% would show in about {days} days.',
  'optimise.advice.good':
    'At {perDay} visitors a day a gain of 10% would show in about {days} days.',
  'optimise.advice.few':
    'Few visitors for this: at {perDay} a day, a gain of 10% would take about {days} days to show, and learning takes as long. Always is the better choice here.',
  'optimise.advice.never':
    'Too few visitors for this: a gain of 10% would never show. Always is the better choice here.',
  'optimise.advice.unknown':
    'The size of the audience is not known yet. Optimise pays off with some hundred visitors a day; with fewer, choose Always.',
  'control.optimise': 'Optimise',
  'control.always': 'Always',
  'control.always.variant': 'Always {name}',
  'plan.comparisons': 'The same gain, between each two arms',
  'plan.comparison': 'Comparison',
  'plan.optimise-control': 'Optimise and control',
  'plan.optimise-always': 'Optimise and always',
  'plan.always-control': 'Always and control',
} as const;
