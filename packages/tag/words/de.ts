// The words of visitors in German, as one small file beside the parts that need them. `build.ts`
// adds the sentences of refusals that a visitor can meet.
declare const refusalsOfVisitors: Readonly<Record<string, string>>;

export { askedDe as asked } from '@opportune/words/de/asked.ts';
export { chatDe as chat } from '@opportune/words/de/chat.ts';
export { homeDe as home } from '@opportune/words/de/home.ts';
export { messageDe as message } from '@opportune/words/de/message.ts';
export const refusals = refusalsOfVisitors;
