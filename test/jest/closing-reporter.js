/** Says at the end what was skipped and why, and closes with one plain line: "N passed, N failed". */
export default class ClosingReporter {
  constructor({ testNamePattern }) {
    // With `-t` everything else counts as skipped, and everybody knows why.
    this.isFiltered = Boolean(testNamePattern);
  }

  onRunComplete(_contexts, results) {
    const skipped = results.testResults.flatMap((file) =>
      file.testResults
        .filter(({ status }) => status === 'pending' || status === 'todo')
        .map(({ fullName }) => fullName),
    );
    // A file that could not even be loaded has no tests to count, and is a failure all the same.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const counts = [`${results.numPassedTests} passed`, `${failed} failed`];
    if (skipped.length > 0) counts.push(`${skipped.length} skipped`);
    // Jest's own reporters still hold back output here.
    process.once('exit', () => {
      if (skipped.length > 0 && !this.isFiltered)
        console.log(`\nSkipped:\n${skipped.map((name) => `  - ${name}`).join('\n')}`);
      console.log(`\n${counts.join(', ')}`);
    });
  }
}
