import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const usualFolders = ['/usr/bin', '/usr/local/bin', '/snap/bin'];

/**
 * Path of a Chromium: `CHROMIUM_PATH`, or one that is installed. Where there is none, it installs Debian's package
 * if it may, and otherwise throws with what to do: a browser test without a browser fails, it does not skip.
 */
export function findChromium(): string {
  const given = process.env['CHROMIUM_PATH'];
  if (given !== undefined && given !== '') {
    if (!isExecutable(given)) throw new Error(`CHROMIUM_PATH is ${given}, which is not an executable file`);
    return given;
  }
  return findInstalled() ?? installWithApt();
}

function findInstalled(): string | undefined {
  const folders = [...usualFolders, ...(process.env['PATH'] ?? '').split(delimiter)];
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
}

function installWithApt(): string {
  const advice =
    'install Chromium (Debian: apt-get install chromium) or set CHROMIUM_PATH to a Chromium or Chrome';
  if (process.getuid?.() !== 0 || !isExecutable('/usr/bin/apt-get')) {
    throw new Error(`no Chromium found for the browser tests; ${advice}`);
  }
  console.log('No Chromium found: installing the package “chromium” with apt-get …');
  try {
    const options = {
      stdio: ['ignore', 'inherit', 'inherit'] as ('ignore' | 'inherit')[],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    };
    execFileSync('apt-get', ['update', '-q'], options);
    execFileSync('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'chromium'], options);
  } catch (error) {
    throw new Error(`apt-get could not install chromium; ${advice}`, { cause: error });
  }
  const installed = findInstalled();
  if (installed === undefined) throw new Error(`apt-get installed chromium, but it is not found; ${advice}`);
  return installed;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
