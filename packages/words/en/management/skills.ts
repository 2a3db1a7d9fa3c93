// English words of skills: the list, its fallbacks, and one person's skills.

export const skillsEn = {
  title: 'Skills',
  text: 'What agents can handle. A conversation with a skill goes to the agents who have it, highest level first. If nobody has the skill, it goes to everybody.',
  new: 'New skill',
  edit: 'Skill',
  name: 'Name',
  'name.taken': 'A skill with this name exists',
  id: 'Key',
  'id.hint': 'Used by campaigns, needs and the API. It cannot change.',
  'id.taken': 'A skill with this key exists',
  priority: 'Priority',
  'priority.hint':
    'Each step above 3 moves a conversation up as if it had waited longer; each step below moves it down. Conversations without a skill have 3.',
  agents: 'Agents',
  'agents.none': 'Everybody',
  fallback: 'If nobody with it is free',
  'fallback.nobody': 'Wait for those who have it',
  'fallback.anyone': 'Anybody',
  'fallback.skill': 'Those with {name}',
  after: 'After how many seconds',
  'after.hint': 'Counted from the time the visitor enters the queue.',
  'then.nobody': 'Waits for those who have it',
  'then.after': '{whom}, after {n} s',
  'empty.title': 'No skill yet',
  'empty.text':
    'Start with what only some of your agents can answer. Then assign it to agents under People.',
  'remove.title': 'Remove {name}?',
  'remove.text':
    'It is removed from all agents. Campaigns and needs that use it send their conversations to everybody.',
  remove: 'Remove',
  removed: '{name} removed',

  'person.head': 'Skills',
  'person.none': 'None',
  'person.title': 'Skills of {name}',
  'person.hint': 'Agents with 5 come first, with 1 last.',
  'person.level': '{name} {level}',
  'person.without': 'Does not have it',
  'person.empty': 'There is no skill yet. Add one in Settings › Skills.',
  'person.change': 'Change the skills of {name}: {skills}',
} as const;
