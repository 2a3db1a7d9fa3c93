// English words of surveys and transcripts after a conversation: the settings page, and a visitor's
// answers beside the conversation.

export const afterEn = {
  title: 'After the chat',
  text: 'What visitors are asked and offered after a conversation with an agent.',
  'survey.on': 'Ask after each conversation',
  'survey.on.hint': 'In the chat window, for a day. Never while another conversation is open.',
  'questions.title': 'Questions',
  'questions.none': 'No question is chosen, so nothing is asked.',
  'question.satisfaction': 'How satisfied are you with our help?',
  'question.satisfaction.hint': '1 to 5 (CSAT)',
  'question.recommend': 'How likely are you to recommend us?',
  'question.recommend.hint': '0 to 10 (NPS)',
  'question.resolved': 'Is your question resolved?',
  'question.resolved.hint': 'Yes or no',
  'question.text': 'Anything you want to add?',
  'question.text.hint': 'Up to 1,000 characters; card numbers are masked',

  'transcript.title': 'By e-mail',
  'transcript.on': 'Send the chat by e-mail',
  'transcript.on.hint':
    'Visitors can ask for it once per conversation. Agents can send it to the visitor’s known address. It never contains notes.',
  'transcript.noMail':
    'No mail server is set up, so nothing is sent. Ask your administrator to set one up.',
  'transcript.send': 'Send to {address}',
  'transcript.sent.visitor': 'Sent to {address} for the visitor, {at}',
  'transcript.sent.agent': 'Sent to {address} by an agent, {at}',
  'transcript.done': 'Sent by e-mail',

  'answers.title': 'After the chat',
  'answers.satisfaction': 'Satisfaction',
  'answers.recommend': 'Recommends',
  'answers.of': '{value} of {most}',
  'answers.resolved': 'Resolved',
  'answers.yes': 'Yes',
  'answers.no': 'No',
  'answers.changed': 'changed {at}',
};
