// The words of the account's rules of routing in English, as managers set them.

export const routingSettingsEn = {
  'settings.title': 'Routing',
  'settings.text':
    'How conversations reach your agents. A skill may say otherwise for its own under Skills.',
  'settings.mode': 'How agents get what waits',
  'settings.ring': 'Seconds that it rings',
  'settings.ring.hint': 'Then it goes on to the next agent, or back to whoever hands it on.',
  'settings.misses': 'Unanswered in a row until away',
  'settings.misses.hint':
    'Who leaves so many unanswered is set to away, with “did not answer” as the reason.',
  'settings.same': 'Days in which a visitor comes back to the same agent',
  'settings.same.hint': 'Whoever answered them last is given them first, while free. 0: nobody is.',
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
