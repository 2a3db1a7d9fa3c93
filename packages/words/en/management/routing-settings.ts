// The words of the account's rules of routing in English, as managers set them.

export const routingSettingsEn = {
  'settings.title': 'Routing',
  'settings.text':
    'How conversations reach your agents. A skill may say otherwise for its own under Skills.',
  'settings.mode': 'How agents get what waits',
  'settings.ringS': 'Seconds that it rings',
  'settings.ringS.hint': 'Then it goes on to the next agent, or back to whoever hands it on.',
  'settings.misses': 'Unanswered in a row until away',
  'settings.misses.hint':
    'Who leaves so many unanswered is set to away, with “did not answer” as the reason.',
  'settings.sameAgentDays': 'Days in which a visitor comes back to the same agent',
  'settings.sameAgentDays.hint':
    'Whoever answered them last is given them first, while free. 0: nobody is.',
  'settings.first': 'Who is served first',
  'settings.first.text':
    'Longest wait first, head starts counted in. A step is a level of a skill’s priority above 3, a step of a customer’s tier, the full expected value of the visit, or being about to miss the skill’s service level.',
  'settings.stepS': 'Seconds that a step is worth',
  'settings.stepS.hint': '0: whoever came first is first.',
  'settings.attribute': 'Attribute that says a customer’s tier',
  'settings.attribute.hint':
    'As your server or a signed token names it; what a page claims does not count.',
  'settings.tier.values': { one: 'Values worth {n} step', other: 'Values worth {n} steps' },
  'settings.tier.example': 'gold, platinum',
  'settings.fullValue': 'Expected value that is worth a whole step',
  'settings.fullValue.hint':
    'In your currency: the value of your main goal times the chance of the visit to reach it; the cart, while visits are not scored. Smaller ones are worth their share. Empty: it does not count.',
  'settings.agentsTakeOver': 'Agents may join and take over from colleagues; managers always may',
  'settings.reasons': 'Reasons for being away',
  'settings.reasons.hint': 'Such as Lunch, Training, with commas between.',
  hours: 'Hours',
  'hours.always': 'Always open',
  'hours.account': 'As the account says',
  'hours.own': 'At these hours',
  'hours.hint':
    'In the account’s time zone. While it is closed no chat is offered and none begins; those that go on, go on.',
  'hours.example': '09:00-12:00, 13:00-17:00',
  'hours.wrong': 'Write spans such as 09:00-17:30, with commas between',
  'hours.closed': 'Closed days',
  'hours.closed.hint':
    'Such as 2026-12-25, with commas between. They are closed whatever the weekday.',
  'hours.closed.wrong': 'Write days such as 2026-12-25, with commas between',
  'hours.mon': 'Monday',
  'hours.tue': 'Tuesday',
  'hours.wed': 'Wednesday',
  'hours.thu': 'Thursday',
  'hours.fri': 'Friday',
  'hours.sat': 'Saturday',
  'hours.sun': 'Sunday',
  level: 'Answered within, in seconds',
  'level.hint': 'The service level. Who is about to miss it rises. Empty: there is none.',
  'level.share': 'By how many of a hundred',
  'mode.automatic': 'Automatically',
  'mode.automatic.hint': 'Given at once to the agent who is next.',
  'mode.ring': 'Ring, to be accepted',
  'mode.ring.hint':
    'It rings at the agent who is next; declined or not answered, at the one after.',
  'mode.pick': 'Picked by hand',
  'mode.pick.hint': 'It waits in the list until somebody accepts it.',
  'mode.account': 'As the account says',
  mode: 'How agents get it',
  same: 'The same agent again for a visitor who comes back',
} as const;
