// Kinds of channels in English.

export const channelsEn = {
  'kind.web': 'Web chat',
  'kind.email': 'E-mail',
  'kind.custom': 'Custom channel',
};
