// English words of needs: what a visitor seems to want, and the list that agents choose from.

export const needsEn = {
  seems: 'Seems to want',
  'seems.sure': '{share} sure',
  'seems.unknown': 'Not known yet',
  'why.said': 'said {words}',
  'why.searched': 'searched {words}',
  'why.section': 'in {words}',
  'why.error': 'met the error {words}',
  'why.words.said': '“{words}”',
  'why.words.searched': '“{words}”',
  'why.words.section': '{words}',
  'why.words.error': '“{words}”',
  named: 'What it was about',
  'named.none': 'Not named',
  'named.failed': 'The need was not saved',

  title: 'Needs',
  text: 'What visitors may want. Agents choose it at the end of a conversation. Opportune learns from that what the next visitor seems to want.',
  new: 'New need',
  name: 'Name',
  'name.taken': 'A need with this name exists',
  skill: 'Skill',
  'skill.hint':
    'New conversations that seem to want this go to agents with this skill. Empty: any agent.',
  'skill.anybody': 'Anybody',
  'empty.title': 'No need yet',
  'empty.text': 'Start with the five things that visitors ask most often.',
  edit: 'Need',
  remove: 'Remove from the list',
  removed: '{name} removed from the list',
  save: 'Save',
  learnt:
    'Learnt from {examples} named conversations. In a test on {held} others, {share} matched the agent’s choice.',
  'learnt.none':
    'Nothing learnt yet. Learning needs at least two needs with five named conversations each.',
} as const;
