// English words of replies, cards and forms in messages, for the chat window and the console.
export const messageEn = {
  openPicture: (name: string) => `Picture ${name}, opens in a new tab`,
  saveFile: (name: string) => `Save ${name}`,
  replies: 'Quick replies',
  chosen: 'chosen',
  cards: (count: number) => `${count} cards`,
  card: (at: number, of: number) => `${at} of ${of}`,
  previous: 'Previous card',
  next: 'Next card',
  optional: 'Optional',
  chooseOne: 'Choose one',
  submit: 'Send',
  answered: 'Answered',
  problems: {
    missing: 'This is needed',
    email: 'Enter a full address, like name@example.com',
    number: 'Enter a number',
    range: 'This number is too low or too high',
    option: 'Choose one of the list',
    long: 'This is too long',
  },
};
