// What visitors read in English: engagements and the chat window. A catalogue is one typed object,
// and sentences with parts are functions. Another language is another object of this type.
const ordinals = [
  '',
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
];

/** Apart, because engagements need no words of the window. */
export const engagementEn = {
  close: 'Close',
  notNow: 'Not now',
  mute: "Don't ask again",
  trial: 'Trial, not counted',
  region: 'Offer',
  /** Ways into messengers, of which the chat may be one. */
  ways: 'How would you like to write?',
  here: 'Chat here',
  by: (name: string) => `Or write by ${name}`,
  other: 'Or write in another app',
  scan: 'Scan the code with your phone.',
  open: (name: string) => `Open ${name} on this device`,
  code: (name: string) => `QR code: ${name}`,
  mail: 'E-mail',
  /** The button of a chat whose words are of a call. */
  chat: 'Write to us',
  /** `minutes` 0: nobody knows. */
  busy: (minutes: number) =>
    minutes > 0
      ? `Everybody is busy. The wait is about ${minutes} min.`
      : 'Everybody is busy. You speak with the next who is free.',
};

export const contactEn = {
  open: 'Open chat',
  unread: (count: number) => (count === 1 ? '1 new message' : `${count} new messages`),
};

export const chatEn = {
  language: 'en',
  engagement: engagementEn,
  contact: contactEn,
  window: {
    label: (name: string) => `Chat with ${name}`,
    back: 'Back',
    minimise: 'Minimise',
    close: 'Close',
    endChat: 'End chat',
    endAsk: 'End this chat?',
    endYes: 'End chat',
    endNo: 'Keep chatting',
    online: (name: string) => `${name} · online`,
    waitingForAgent: 'Waiting for an agent',
    before: 'Ask us anything',
    yourName: 'Your name',
    optional: 'Optional',
    yourQuestion: 'Your question',
    oneMoment: 'One moment',
    startChat: 'Start chat',
    questionMissing: 'Write your question first',
    position: (place: number) =>
      place === 1
        ? 'You are next in line'
        : `You are ${ordinals[place] ?? `number ${place}`} in line`,
    wait: (seconds: number) =>
      seconds >= 3600
        ? 'An hour or more'
        : `About ${Math.round(seconds / 60)} ${seconds < 90 ? 'minute' : 'minutes'}`,
    keepBrowsing: 'Keep browsing, the window follows you.',
    leaveInstead: 'Leave a message instead',
    chatInstead: 'Chat instead',
    addToQuestion: 'Add to your question',
    writeMessage: 'Write a message',
    send: 'Send',
    previewNote: 'We can see what you write before you send it.',
    offline: 'No connection. Trying again; your messages wait.',
    sent: 'Sent',
    sending: 'Sending',
    delivered: 'Delivered',
    read: 'Read',
    today: 'Today',
    /** In place of a part of the window. */
    notLoaded: 'This could not be loaded.',
    goOn: 'Go on without it',
    waitingToSend: 'Waiting to send',
    notSent: 'Not sent',
    tryAgain: 'Try again',
    typing: (name: string) => `${name} is typing`,
    newMessages: 'New messages',
    you: 'You',
    said: (name: string, text: string) => `${name}: ${text}`,
    ended: 'Conversation ended',
    endedWith: (name: string, minutes: number) =>
      `with ${name}, ${minutes === 1 ? '1 minute' : `${minutes} minutes`}`,
    newChat: 'Start a new chat',
    leaveTitle: 'Leave a message',
    leaveSub: 'Nobody is here at the moment',
    email: 'E-mail',
    emailWrong: 'Enter a full address, like name@example.com',
    leaveNote: 'The answer comes by e-mail, and here when you return.',
    /** Without a mail server. */
    leaveNoteUnmailed: 'Somebody reads it as soon as they are back.',
    leftUnmailed: 'We have your message and your address.',
    sendMessage: 'Send message',
    leftTitle: 'Your message is on its way',
    leftText: (address: string) => `The answer comes to ${address}.`,
    emoji: 'Emoji',
    callUs: 'Call us',
    callBack: 'Call me back',
    speakInstead: 'Speak instead',
    file: {
      attach: 'Send a file',
      drop: 'Drop the file to send it',
      progress: 'How much of the file is sent',
      cancel: 'Remove',
      failed: 'The connection was lost',
      gone: 'The page was closed before the file was sent. Choose it again',
      off: 'Files are not accepted here.',
      empty: (name: string) => `${name} is empty.`,
      large: (name: string, mb: number) => `${name} is larger than ${mb} MB.`,
      type: (name: string) => `${name} has a type that is not accepted here.`,
    },
    note: {
      assigned: (agent: string) => `${agent} is here`,
      transferred: (to: string) => `${to} takes over`,
      returned: 'You are back in line',
      endedByVisitor: 'You ended the chat',
      endedByAgent: 'The chat was ended',
      endedBySystem: 'The chat was ended after a while without messages',
      joined: (agent: string) => `${agent} joined the chat`,
      left: (agent: string) => `${agent} left the chat`,
      reopened: 'The chat goes on',
      abandoned: 'You left before anybody could answer',
      privateGiven: (label: string) => `You gave a private value: ${label}`,
      leftMessage: (address: string) => `Message left with the address ${address}`,
      callProposed: (agent: string) =>
        agent ? `You asked to speak with ${agent}` : 'You asked to speak',
      callProposedByAgent: (agent: string) => `${agent} proposed to speak`,
      callEnded: (time: string) => `Call ended, ${time}`,
      callLost: 'The call was cut off',
      callDeclined: 'The call was declined',
      callMissed: 'The call did not come about',
      soon: 'as soon as somebody is free',
      callback: {
        promised: (when: string) => `We call you back: ${when}`,
        moved: (when: string) => `Moved. We call you back: ${when}`,
        again: (when: string) => `We could not reach you. We try again: ${when}`,
        missed: (_: string) => 'We could not reach you. We get back to you.',
        cancelled: (_: string) => 'You are not called back any more',
        withdrawn: (_: string) => 'We cannot call you back as agreed. We get back to you.',
      },
    },
  },
};

export type ChatWords = typeof chatEn;
