// The words of what comes before an agent answers, in English: the expected wait, forms before the chat,
// and cases.

export const beforeEn = {
  'wait.minutes': { one: 'about 1 min', other: 'about {n} min' },
  'wait.hour': 'an hour or more',
  'wait.new': 'Whoever comes now waits {wait}',
  'wait.ofSkill': '{skill}: {wait}',
  'wait.hint':
    'From how many wait before them, the room of those who may take it, and how long chats lately took.',
} as const;
