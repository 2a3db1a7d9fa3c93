// English words of the account's routing rules, as managers set them.

export const routingSettingsEn = {
  'settings.title': 'Routing',
  'settings.text':
    'How conversations reach your agents. Each skill can have its own rules under Skills.',
  'settings.mode': 'How agents get waiting conversations',
  'settings.ringS': 'Ring time in seconds',
  'settings.ringS.hint':
    'Then it rings for the next agent, or goes back to the agent who transferred it.',
  'settings.misses': 'Missed in a row until away',
  'settings.misses.hint':
    'An agent who misses this many is set to away, with the reason “did not answer”.',
  'settings.sameAgentDays': 'Days in which a visitor comes back to the same agent',
  'settings.sameAgentDays.hint':
    'The agent who answered last gets the conversation first, if free. 0 turns this off.',
  'settings.first': 'Who is served first',
  'settings.first.text':
    'Longest wait first, plus head starts. A head start of one step comes from a skill’s priority above 3, a customer’s tier, the full expected value of the visit, or being about to miss the service level.',
  'settings.stepS': 'Seconds that a step is worth',
  'settings.stepS.hint': '0: first come, first served.',
  'settings.attribute': 'Attribute with a customer’s tier',
  'settings.attribute.hint':
    'Must come from your server or a signed token. Values from a page are ignored.',
  'settings.tier.values': { one: 'Values worth {n} step', other: 'Values worth {n} steps' },
  'settings.tier.example': 'gold, platinum',
  'settings.fullValue': 'Expected value that is worth a whole step',
  'settings.fullValue.hint':
    'In your currency: the value of your main goal times the visit’s chance to reach it, or the cart while visits are not scored. Smaller values count in proportion. Empty: not used.',
  'settings.agentsTakeOver': 'Agents may join and take over from colleagues; managers always may',
  'settings.reasons': 'Reasons for being away',
  'settings.reasons.hint': 'Such as Lunch, Training. Separate them with commas.',
  hours: 'Hours',
  'hours.always': 'Always open',
  'hours.account': 'As set for the account',
  'hours.own': 'At these hours',
  'hours.hint':
    'In the account’s time zone. While closed, no chat is offered or started. Open chats continue.',
  'hours.example': '09:00-12:00, 13:00-17:00',
  'hours.wrong': 'Write times such as 09:00-17:30, separated by commas',
  'hours.closed': 'Closed days',
  'hours.closed.hint': 'Such as 2026-12-25, separated by commas. Closed on any weekday.',
  'hours.closed.wrong': 'Write days such as 2026-12-25, separated by commas',
  'hours.mon': 'Monday',
  'hours.tue': 'Tuesday',
  'hours.wed': 'Wednesday',
  'hours.thu': 'Thursday',
  'hours.fri': 'Friday',
  'hours.sat': 'Saturday',
  'hours.sun': 'Sunday',
  level: 'Answered within, in seconds',
  'level.hint': 'The service level. Conversations that are about to miss it move up. Empty: none.',
  'level.share': 'For how many percent',
  'mode.automatic': 'Automatically',
  'mode.automatic.hint': 'Assigned at once to the next agent.',
  'mode.ring': 'Ring, to be accepted',
  'mode.ring.hint':
    'Rings for the next agent. If declined or not answered, it rings for the one after.',
  'mode.pick': 'Picked by hand',
  'mode.pick.hint': 'Waits in the list until an agent accepts it.',
  'mode.account': 'As set for the account',
  mode: 'How agents get it',
  same: 'The same agent again for a visitor who comes back',
} as const;
