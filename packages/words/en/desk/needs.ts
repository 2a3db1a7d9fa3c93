// The words of needs in English: what a visitor seems to want, and the list that agents name from.

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
  text: 'What visitors may want. Agents name it at the end of a conversation; from that is learnt what the next visitor seems to want.',
  new: 'New need',
  name: 'Name',
  'name.taken': 'There is a need of this name already',
  skill: 'Skill',
  'skill.hint':
    'New conversations that seem to want this ask for an agent with this skill. Empty: anybody.',
  'skill.anybody': 'Anybody',
  'empty.title': 'No need yet',
  'empty.text': 'Begin with the five things that visitors ask most.',
  edit: 'Need',
  remove: 'Take off the list',
  removed: '{name} is off the list',
  save: 'Save',
  learnt:
    'Learnt from {examples} named conversations. Of {held} held back, {share} were named as the agent did.',
  'learnt.none':
    'Nothing is learnt yet: two needs with five named conversations each are the least.',
} as const;
