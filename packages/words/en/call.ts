// What visitors read in English about a call in the chat window. `name`: whom they speak with.
export const callEn = {
  propose: {
    title: 'Speak instead',
    sub: (name: string) => `With ${name}, from this page`,
    why: (name: string) =>
      `Your browser will ask for the microphone. ${name} hears nothing before accepting, and this chat stays.`,
    act: (name: string) => `Ask ${name} to speak`,
    write: 'Go on in writing',
  },
  asked: {
    title: (name: string) => `${name} would like to speak with you`,
    why: 'From this page, without a telephone. Your browser will ask for the microphone.',
    accept: 'Speak now',
    decline: 'Not now',
  },
  recording: {
    title: 'May this call be recorded?',
    why: (name: string) =>
      `It helps the team of ${name} to serve you well. You can also speak without it. A soft tone says when it begins.`,
    agree: 'Yes, record it',
    refuse: 'No, speak without it',
    on: 'This call is recorded',
    paused: 'The recording is paused',
    off: 'This call is not recorded',
    full: 'The rest of this call is not recorded',
    stopping: 'The recording is about to stop',
    stop: 'Stop recording',
  },
  permission: {
    title: 'Allow the microphone',
    why: 'Your browser asks for it now, near the address of the page.',
    cancel: 'Cancel',
  },
  trouble: {
    again: 'Try again',
    write: 'Write instead',
    denied: {
      title: 'The browser does not let us hear you',
      text: 'Open the settings of this page, at the sign beside its address. Allow the microphone there, then try again.',
    },
    dismissed: {
      title: 'The microphone is not allowed yet',
      text: 'Try again, and choose “Allow” when your browser asks.',
    },
    system: {
      title: 'Your device does not let the browser hear you',
      text: 'Open the privacy settings of your device and allow your browser to use the microphone. Then try again.',
    },
    missing: {
      title: 'No microphone found',
      text: 'Connect a microphone or a headset, then try again.',
    },
    busy: {
      title: 'The microphone is in use',
      text: 'Another app or page holds it. Close that one, then try again.',
    },
    noSound: {
      title: 'No sound comes through',
      text: 'Your network may block calls. Try again later or in another network.',
    },
  },
  state: {
    /** For screen readers too, each told once. */
    asking: (name: string) => `Waiting for ${name} to accept`,
    connecting: 'Connecting',
    waiting: (name: string) => `Waiting for ${name}`,
    connected: (name: string) => `You are speaking with ${name}`,
    held: 'On hold',
    lost: 'The connection broke. Joining again',
    offline: 'No connection. Joining again',
    over: (time: string) => `The call has ended after ${time}`,
    overUnspoken: 'The call has ended',
    minutes: (minutes: number, seconds: number) =>
      [minutes && `${minutes} min`, `${seconds} s`].filter(Boolean).join(' '),
  },
  /** While the visitor waits for any agent. */
  queue: {
    waiting: 'You speak with the next who is free',
    write: 'Write instead',
    end: 'Hang up',
    unanswered: 'Nobody could answer in time. You go on in writing.',
  },
  elsewhere: {
    title: 'The call is in another tab',
    why: 'Or on another device of yours.',
    move: 'Move here',
  },
  resume: { title: 'Your call is waiting', act: 'Go on with the call' },
  silent: { title: 'The browser holds back the sound', act: 'Turn on the sound' },
  panel: {
    good: 'Good line',
    weakWhy: (name: string) => `Your network is weak. ${name} may not hear everything.`,
    mute: 'Mute',
    write: 'Write',
    end: 'End',
    takeBack: 'Take back',
    microphone: 'Microphone',
    speaker: 'Loudspeaker',
    unnamed: (number: number) => `Device ${number}`,
    back: 'Back to the call',
  },
};
export type CallWords = typeof callEn;
