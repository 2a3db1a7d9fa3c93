// What is shown around the text of an e-mail, loaded when a transcript first has one.
export { LetterHead } from './letter-head.tsx';
export { LetterRest } from './letter-rest.tsx';
