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
};
