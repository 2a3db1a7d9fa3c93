// `node scripts/run.mjs scripts/sounds/main.ts` composes and encodes the sounds of calls. What it
// writes is in the repository: it runs only when the music changes.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { encodeLoop, encodeOnce } from './encode.ts';
import { music, recordingTone } from './compose.ts';

const folder = path.resolve(import.meta.dirname, '../../packages/server/adapter/media/sounds');
const sounds = {
  'music.ogg': await encodeLoop(music()),
  'recorded.ogg': await encodeOnce(recordingTone()),
};
for (const [name, bytes] of Object.entries(sounds)) {
  writeFileSync(path.join(folder, name), bytes);
  console.log(`${name}: ${bytes.length} bytes`);
}
