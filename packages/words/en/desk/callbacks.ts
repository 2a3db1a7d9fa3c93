// English words of call backs, for agents.

export const callbacksEn = {
  title: 'Call backs',
  empty:
    'Nobody waits for a call back. Visitors ask for one where nobody is free, or outside your hours.',
  soon: 'as soon as somebody is free',
  'by.browser': 'In the page',
  'by.telephone': 'By telephone, {number}',
  'state.promised': 'Promised',
  'state.offered': 'Rings at agents',
  'state.ringing': 'Rings at the customer',
  'state.reached': 'Reached',
  'state.missed': 'Not reached',
  'state.cancelled': 'Cancelled',
  tries: 'Try {n}',
  call: 'Call now',
  move: 'Move',
  cancel: 'Cancel the call back',
  cancelled: 'The call back is cancelled',
  moveTo: 'Move to',
  noSlots: 'No time is free within seven days. Opening hours and agents determine the times.',
  'note.promised': 'A call back is promised: {when}',
  'note.moved': 'The call back is moved: {when}',
  'note.again': 'They were not reached. Next try: {when}',
  'note.missed': 'They were not reached. Nobody calls them any more by itself.',
  'note.cancelled': 'The call back is cancelled',
};
