import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers';
import { readArguments } from './arguments.ts';
import { commands } from './commands.ts';
import { ThreadHand } from './compare/thread-hand.ts';
import { commonUsage, exitCodes, usage, UsageError } from './usage.ts';

/** Runs what was typed behind `chainrule`; returns what to end with. */
export async function runCommand(given: readonly string[]): Promise<number> {
  const interruption = new AbortController();
  // The first one ends the training; the next one ends everything, as ever.
  process.once('SIGINT', () => {
    interruption.abort();
  });
  try {
    const read = readArguments(given);
    if ('version' in read) print(versionOf());
    else if ('help' in read)
      print(`${usage[read.help]}${hasCommonOptions(read.help) ? commonUsage : ''}`.trimEnd());
    else
      return await commands[read.command](read, {
        print,
        terminal: process.stderr,
        now: () => performance.now(),
        nextTask: () => new Promise((resolve) => void setImmediate(resolve)),
        isInterrupted: () => interruption.signal.aborted,
        interruption: interruption.signal,
        cores: availableParallelism(),
        hire: (table) => new ThreadHand(table),
      });
    return exitCodes.done;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`chainrule: ${message}\n`);
    if (!(error instanceof UsageError)) return exitCodes.failed;
    process.stderr.write(`See chainrule ${given[0] in usage ? `${given[0]} ` : ''}--help\n`);
    return exitCodes.usage;
  }
}

/** All commands that are about one set-up. */
function hasCommonOptions(command: keyof typeof usage): boolean {
  return command !== '' && command !== 'runs';
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function versionOf(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly version: string;
  };
  return version;
}
