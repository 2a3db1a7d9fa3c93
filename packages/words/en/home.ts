// What visitors read in English on the home of the chat window.
export const homeEn = {
  hello: 'Hello.',
  greeting: 'How can we help?',
  here: (names: string) => `Here now: ${names}`,
  start: 'Start a conversation',
  leave: 'Leave a message',
  call: 'Call us',
  speak: 'Speak with us from this page',
  busy: (minutes: number) =>
    minutes > 0
      ? `Everybody is busy. The wait is about ${minutes} min.`
      : 'Everybody is busy. You speak with the next who is free.',
  callBack: 'Have us call you',
  chooseTime: 'Choose a time',
  underMinute: 'We usually answer in under a minute',
  minutes: (count: number) =>
    `We usually answer in ${count === 1 ? '1 minute' : `${count} minutes`}`,
  hours: (count: number) => `We usually answer in ${count === 1 ? '1 hour' : `${count} hours`}`,
  openUntil: (time: string) => `We are here until ${time}`,
  back: (day: string, time: string) => `We are back ${day} at ${time}`,
  today: 'today',
  tomorrow: 'tomorrow',
  onDay: (weekday: string) => `on ${weekday}`,
  later: 'We answer as soon as we are back',
  earlier: 'Earlier conversations',
  you: (text: string) => `You: ${text}`,
  unread: 'New',
  answers: 'Answers and links',
  find: 'Find an answer',
  none: 'Nothing found. Start a conversation and ask us.',
  found: (count: number) => (count === 1 ? '1 found' : `${count} found`),
  newTab: 'opens in a new tab',
};
