// The words of visitors in German, as one small file beside the parts that need them. `build.ts` puts
// the sentences of refusals in that a visitor can meet.
declare const refusalsOfVisitors: Readonly<Record<string, string>>;

export { chatDe as chat } from '@opportune/words/de/chat.ts';
export { messageDe as message } from '@opportune/words/de/message.ts';
export const refusals = refusalsOfVisitors;
