// English words of recorded calls.

export const recordingsEn = {
  label: 'Recorded call, {time}',
  recorded: 'The call was recorded · {time}',
  notYours:
    'The call was recorded · {time}. Managers and the agent of the conversation can hear it.',
  removed: 'The recording was removed · {time}',
  making: 'The recording of the call is being prepared …',
  play: 'Play',
  pause: 'Pause',
  position: 'Position in the recording',
  at: '{at} of {time}',
  visitor: 'Visitor',
  team: 'Team',
  more: 'More about this recording',
  failed: 'This browser could not play the recording. Try again, or use another browser.',
  remove: 'Remove the recording',
  'remove.ask': 'Remove this recording?',
  'remove.text': 'Its sound is erased for everybody. This cannot be undone.',
  'remove.action': 'Remove',
  'remove.done': 'The recording is removed.',
  'settings.title': 'Recorded calls',
  'settings.text':
    'Visitors are asked before each call, in their language. Without a yes, nothing is recorded. Managers can hear recordings, and the agent of a conversation those of it.',
  'settings.on': 'Ask visitors whether their call may be recorded',
  'settings.keep': 'Keep recordings for',
  'settings.days': '{n} days',
};
