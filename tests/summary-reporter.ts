import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends a run with one line, `N passed, N failed` (and `, N skipped` if any), for whoever reads only the last line.
 * A file that did not load and an error outside every test count as failures: a run that exits with an error never
 * says `0 failed`.
 */
export class SummaryReporter implements Reporter {
  readonly #count = { passed: 0, failed: 0, skipped: 0 };

  onInit(): void {
    // At the very end, after what other reporters and closing servers have to say.
    process.once('exit', (code) => {
      const { passed, failed, skipped } = this.#count;
      const failures = failed === 0 && code !== 0 ? 1 : failed;
      process.stdout.write(
        `${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
      );
    });
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    for (const module of modules) this.#add(module);
    this.#count.failed += unhandledErrors.length;
  }

  #add(module: TestModule): void {
    let failedTests = 0;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') this.#count.passed++;
      else if (state === 'skipped') this.#count.skipped++;
      else failedTests++;
    }
    // Hooks and imports fail outside tests: the file failed though none of its tests did.
    this.#count.failed += failedTests > 0 || module.ok() ? failedTests : 1;
  }
}
