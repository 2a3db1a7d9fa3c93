// What visitors read in English where they are asked something: a private question of an agent, the
// survey after a chat, and the address for the chat by e-mail.
export const askedEn = {
  ask: {
    title: 'A private question',
    why: (agent: string) =>
      `Only ${agent || 'the agent'} sees the answer. It does not become part of the chat and is deleted after ten minutes.`,
    give: 'Send privately',
    decline: 'Rather not',
    missing: 'Enter the answer first',
  },
  survey: {
    title: 'How was this chat?',
    satisfaction: 'How satisfied are you with our help?',
    satisfactionEnds: ['Not at all', 'Very'] satisfies [string, string],
    recommend: 'How likely are you to recommend us?',
    recommendEnds: ['Not likely', 'Very likely'] satisfies [string, string],
    resolved: 'Is your question resolved?',
    yes: 'Yes',
    no: 'No',
    text: 'Anything you want to add?',
    send: 'Send answers',
    missing: 'Answer at least one question first',
    thanks: 'Thank you for your answers',
    change: 'Change them',
  },
  transcript: {
    ask: 'E-mail me this chat',
    title: 'This chat by e-mail',
    send: 'Send',
    cancel: 'Cancel',
    sent: 'The chat is on its way to you by e-mail',
  },
};
