// The words of visitors in Spanish, as one small file beside the parts that need them. `build.ts`
// adds the sentences of refusals that a visitor can meet.
declare const refusalsOfVisitors: Readonly<Record<string, string>>;

export { askedEs as asked } from '@opportune/words/es/asked.ts';
export { chatEs as chat } from '@opportune/words/es/chat.ts';
export { homeEs as home } from '@opportune/words/es/home.ts';
export { messageEs as message } from '@opportune/words/es/message.ts';
export const refusals = refusalsOfVisitors;
