// The words of channels in English: kinds, the filter of the inbox, how messages get through.

export const channelsEn = {
  'kind.web': 'Web chat',
  'kind.email': 'E-mail',
  'kind.custom': 'Custom channel',
  removed: 'Removed channel',
  filter: 'Channel',
  'filter.all': 'All',
  'filter.n': { one: '{name}, {n} conversation', other: '{name}, {n} conversations' },
  'filter.none': 'No conversation on {name}',
  'filter.clear': 'Show all channels',

  'noVisit.title': 'No visit',
  'noVisit.text':
    'This conversation is on {channel}, not on a page of your site. So there is no page, no cart, and nothing to see while they type.',

  'delivery.queued': 'waiting to be sent',
  'delivery.queued.why': 'tried again, {why}',
  'delivery.sent': 'sent',
  'delivery.delivered': 'delivered',
  'delivery.read': 'read',
  'delivery.failed': 'not sent',
  'delivery.failed.why': 'not sent, {why}',
  'delivery.uncertain': 'may not have arrived',
  'reason.no-such-address': 'nobody has this address',
  'reason.opted-out': 'the contact wants no messages',
  'reason.window-closed': 'the time to answer is over',
  'reason.not-taken': 'the channel does not take such a message',
  'reason.too-large': 'it is too large',
  'reason.reconnect': 'the channel has to be connected again',
  'reason.address-forbidden': 'the delivery address is a private one',
  'reason.unreachable': 'the other system did not answer',
  'reason.other': 'the other system refused it',
  again: 'Send again',
  'again.title': 'Send it again?',
  'again.text': 'It left, and nothing was heard of it. If it did arrive, it arrives twice.',
};
