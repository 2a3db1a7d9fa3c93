// English words of conversations that agents begin by hand or reopen: the dialog, the warning about
// control, the note for agents, and the line in the results.

export const byHandEn = {
  start: 'Start chat',
  gone: 'Not on the site any more',
  title: 'Write to {name} first',
  text: 'The chat window opens for {name} with your message. The conversation is yours and takes one of your slots.',
  field: 'First message',

  'blurs.title': 'This blurs the proof',
  'blurs.control': {
    one: '{name} is in control of the running campaign {campaigns}.',
    other: '{name} is in control of {n} running campaigns: {campaigns}.',
  },
  'blurs.some': '{name} is in control of a running campaign.',
  'blurs.holdout':
    '{name} is in the account’s holdout, the comparison group for all campaigns together.',
  'blurs.why':
    'Control shows what happens when nobody is contacted. {name} stays in control, so the comparison stays valid. But a sale that you win here counts for control and makes the gain look smaller.',
  'blurs.noted': 'It is noted in the conversation and counted in the results.',
  'blurs.go': 'Write all the same',
  'blurs.reopen': 'Reopen all the same',

  'aside.plain': '{by} began this conversation by hand',
  'aside.control': '{by} began this conversation by hand with a visitor in control of {campaigns}',
  'aside.holdout': '{by} began this conversation by hand with a visitor in the holdout',
  'aside.again.control': '{by} reopened this conversation with a visitor in control of {campaigns}',
  'aside.again.holdout': '{by} reopened this conversation with a visitor in the holdout',

  'results.line': {
    one: '{n} visitor of control was addressed by hand.',
    other: '{n} visitors of control were addressed by hand.',
  },
  'results.why':
    'They still count in control, so the gain shown may be too small but not too large.',
} as const;
