// The words of the console under the hands in English: joining and whispering.

export const handsEn = {
  'note.joined': '{agent} joined',
  'note.left': '{agent} left',
  'group.joined': 'Joined',
  'act.join': 'Join',
  'act.leave': 'Leave',
  'act.joined': 'You write in it too',
  'act.left': 'You have left the conversation',
  'bar.whisper': '{agent} answers this conversation. What you write here is seen by agents only.',
  'bar.joined': '{agent} has this conversation; the visitor sees what you both write.',
  'talk.joined': 'With {names}',
  'compose.whisper': 'Whisper to agents',
  'compose.whisperPlaceholder': 'Only agents see this, also {agent}',
  'compose.addWhisper': 'Whisper',
  'open.strip': 'Open conversations',
  'open.close': 'Close {name}',
  'alert.joined': '{agent} joined {name}',
} as const;
