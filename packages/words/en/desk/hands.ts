// English words of joining and whispering, and of the strip of open conversations.

export const handsEn = {
  'note.joined': '{agent} joined',
  'note.left': '{agent} left',
  'group.joined': 'Joined',
  'act.join': 'Join',
  'act.leave': 'Leave',
  'act.joined': 'You joined the conversation',
  'act.left': 'You have left the conversation',
  'bar.whisper': '{agent} answers this conversation. Only agents see what you write here.',
  'bar.joined': '{agent} has this conversation. The visitor sees what you both write.',
  'talk.joined': 'With {names}',
  'compose.whisper': 'Whisper to agents',
  'compose.whisperPlaceholder': 'Only agents see this, also {agent}',
  'compose.addWhisper': 'Whisper',
  'open.strip': 'Open conversations',
  'open.close': 'Close {name}',
  'alert.joined': '{agent} joined {name}',
} as const;
