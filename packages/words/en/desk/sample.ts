// English words of the sample shop: its entry on Home, its progress, and the stripe on every page.

export const sampleEn = {
  'card.title': 'See it with six weeks of data',
  'card.text':
    'A sample shop with visits, campaigns, results and conversations, in an account of its own. It takes about a minute and goes away with one click.',
  'card.make': 'Make the sample shop',
  'card.failed': 'The sample shop could not be made. Nothing of it was kept.',
  'card.again': 'Try again',
  'card.ready': 'The sample shop is ready',
  'card.ready.text': 'It has an account of its own. What you do there changes nothing here.',
  'card.enter': 'Go to the sample shop',
  making: 'Making the sample shop',
  'step.account': 'Setting up site, goals and team',
  'step.visits': 'Six weeks of visits and conversations',
  'step.results': 'Results',
  cancel: 'Stop',
  stripe: 'You are looking at the sample shop',
  'stripe.text': 'Everything in it is invented, and kept in an account of its own.',
  'stripe.leave': 'Go to {name}',
  remove: 'Remove sample shop',
  'remove.title': 'Remove the sample shop?',
  'remove.text':
    'All its visits, campaigns, conversations and results are removed for everybody, with what you changed in it. Your own account stays as it is.',
  removed: 'The sample shop is removed.',
};
