// Prints each finding of knip on one line, and the number of files that knip read.
import type { Reporter } from 'knip';
import path from 'node:path';

const report: Reporter = ({ report: shown, issues, counters }) => {
  for (const [type, isShown] of Object.entries(shown)) {
    if (!isShown || !(type in issues)) continue;
    const ofType = Object.entries(issues).find(([name]) => name === type)?.[1] ?? {};
    for (const perFile of Object.values(ofType)) {
      for (const issue of Object.values(perFile)) {
        console.log(`${type}: ${path.relative('', issue.filePath)} ${issue.symbol}`);
      }
    }
  }
  console.log(`read ${counters.processed} files`);
};

export default report;
