// Tests of a file that a usual run plays, which themselves are played by a whole run alone (`npm test
// -- --all`), or if the file is named (`npm test -- FILE`). scripts/test-run/usual.ts lists whole files.

/** Options of such a test. */
export const wholeRun = {
  skip: process.env['OPPORTUNE_TEST_RUN'] === 'usual' && 'played by `npm test -- --all`',
};
