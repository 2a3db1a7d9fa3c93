// The words of a conversation that an agent begins by hand or takes up again, in English: the dialog, what
// it blurs, the note for agents, the line in the results.

export const byHandEn = {
  start: 'Start chat',
  gone: 'Not on the site any more',
  title: 'Write to {name} first',
  text: 'The chat window opens for {name} with what you write. The conversation is yours and takes a place of your room.',
  field: 'First message',

  'blurs.title': 'This blurs the proof',
  'blurs.control': {
    one: '{name} is in control of the running campaign {campaigns}.',
    other: '{name} is in control of {n} running campaigns: {campaigns}.',
  },
  'blurs.some': '{name} is in control of a running campaign.',
  'blurs.holdout':
    '{name} belongs to the account’s holdout, with which all campaigns together are compared.',
  'blurs.why':
    'Control shows what happens when nobody is spoken to. {name} stays counted there as before: the comparison of the campaign’s offer stays valid, but control is no longer untouched, and what is reached here makes the gain shown smaller.',
  'blurs.noted': 'It is noted in the conversation and counted in the results.',
  'blurs.go': 'Write all the same',
  'blurs.reopen': 'Reopen all the same',

  'aside.plain': '{by} began this conversation by hand',
  'aside.control': '{by} began this conversation by hand with a visitor in control of {campaigns}',
  'aside.holdout': '{by} began this conversation by hand with a visitor in the holdout',
  'aside.again.control':
    '{by} took up this conversation again with a visitor in control of {campaigns}',
  'aside.again.holdout': '{by} took up this conversation again with a visitor in the holdout',

  'results.line': {
    one: '{n} visitor of control was addressed by hand.',
    other: '{n} visitors of control were addressed by hand.',
  },
  'results.why':
    'They stay counted in control, so the gain shown is rather too small than too large.',
} as const;
