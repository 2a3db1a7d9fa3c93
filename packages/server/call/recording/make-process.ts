// The process that makes the file of one recording. It has no environment and writes only where
// recordings are made. It yields to those that serve people.
import { constants, setPriority } from 'node:os';
import { makeFile, type MakeQuestion } from './make-file.ts';

setPriority(constants.priority.PRIORITY_LOW);
process.on('disconnect', () => process.exit(1));
const question: MakeQuestion = JSON.parse(process.argv[2] ?? '');
const made = await makeFile(question);
process.send?.(made, () => process.exit(0));
