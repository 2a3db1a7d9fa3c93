// The words of skills in English: the list, its fallbacks, and what one person can handle.

export const skillsEn = {
  title: 'Skills',
  text: 'What agents can handle. A conversation with a skill goes to those who have it, the highest level first. A skill that nobody has is everybody’s.',
  new: 'New skill',
  edit: 'Skill',
  name: 'Name',
  'name.taken': 'There is a skill of this name already',
  id: 'Key',
  'id.hint': 'What campaigns, needs and the API call it. It stays as it is.',
  'id.taken': 'There is a skill of this key already',
  priority: 'Priority',
  'priority.hint':
    'Each step above 3 is worth seconds of waiting, each below costs them. Without a skill it is 3.',
  agents: 'Agents',
  'agents.none': 'Everybody',
  fallback: 'Where nobody with it is free',
  'fallback.nobody': 'Wait for those who have it',
  'fallback.anyone': 'Anybody',
  'fallback.skill': 'Those with {name}',
  after: 'After how many seconds',
  'after.hint': 'Counted from when the visitor comes into the queue.',
  'then.nobody': 'Waits for those who have it',
  'then.after': '{whom}, after {n} s',
  'empty.title': 'No skill yet',
  'empty.text':
    'Begin with what only some of your agents can answer. Then say under People who has it.',
  'remove.title': 'Remove {name}?',
  'remove.text':
    'Nobody has it any more. Campaigns and needs that ask for it send their conversations to anybody.',
  remove: 'Remove',
  removed: '{name} removed',

  'person.head': 'Skills',
  'person.none': 'None',
  'person.title': 'Skills of {name}',
  'person.hint': '5 is asked first, 1 last.',
  'person.level': '{name} {level}',
  'person.without': 'Does not have it',
  'person.empty': 'There is no skill yet. Settings › Skills makes one.',
  'person.change': 'Change the skills of {name}: {skills}',
} as const;
