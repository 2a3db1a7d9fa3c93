// English words of verifications that agents ask of contacts.

export const verifyEn = {
  'aside.link': 'They showed by a link that they are the customer who is signed in on the site',
  'aside.code': 'They showed by a code that another address is theirs, too',
  title: 'Verification',
  link: 'Send a link',
  code: 'Send a code…',
  'link.hint': 'They open it where they are signed in on the site.',
  'state.asked.link': 'Link sent, not answered yet',
  'state.asked.code': 'Code sent to {address}, not answered yet',
  'state.verified': 'Verified',
  'state.declined': 'They did not confirm it',
  'state.failed': 'Not verified',
  'state.expired': 'Expired without an answer',
  'code.title': 'Send a code to another address',
  'code.channel': 'Channel',
  'code.address': 'Address',
  'code.text':
    'They get six digits there and write them in this conversation. Both addresses are then of one contact.',
  'code.send': 'Send the code',
} as const;
