// English words of Home for managers: the last seven days, running campaigns, and the value proved.

export const overviewEn = {
  'week.title': 'Last 7 days',
  'week.beside': 'The lines show the 7 days before',
  'week.visits': 'Visits',
  'week.orders': 'Orders',
  'week.orders.many': { one: '{n} order', other: '{n} orders' },
  'week.talks': 'Conversations',
  'week.firstAnswer': 'First answer, median',
  'week.before': { one: '{n} the week before', other: '{n} the week before' },
  'week.before.time': '{time} the week before',
  'week.before.none': 'No answer the week before',
  'week.slower': '{time} slower',
  'week.faster': '{time} faster',
  'week.chart': '{name} by day, oldest first: {now}. The week before: {before}.',
  'running.title': 'Running campaigns',
  'running.of': '{n} of {all}',
  'running.all': 'All campaigns',
  'running.none': 'No campaign is running.',
  'running.first': 'No campaign yet. The first one needs a moment and some words.',
  'running.unproved': 'not proved',
  'proved.title': 'Value proved so far',
  'proved.never': 'Nothing yet. A campaign with a control group proves what it brings.',
  'proved.none': {
    one: 'Nothing is proved yet. The interval of {n} period still includes zero.',
    other: 'Nothing is proved yet. The intervals of {n} periods still include zero.',
  },
  'proved.times': 'times {name}',
  'proved.between': 'Between {lower} and {upper}.',
  'proved.from': {
    one: 'From {n} campaign, since {date}.',
    other: 'From {n} campaigns, since {date}.',
  },
  'proved.note':
    'Only 95% intervals without zero count. Their ends are summed. Goals are never added up.',
};
