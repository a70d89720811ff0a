/**
 * Sees to it that the system's Python has what the tests of exported files need, of Debian: installs what is missing
 * where that is allowed, and ends with 1 where it is missing still.
 */
import { spawnSync } from 'node:child_process';

const python = '/usr/bin/python3';
/** Modules, and the packages that they come with. */
const modules = {
  torch: 'python3-torch',
  numpy: 'python3-numpy',
  onnx: 'python3-onnx',
  distributed: 'python3-distributed',
};

const missing = () =>
  Object.entries(modules).filter(
    ([name]) =>
      spawnSync(python, [
        '-c',
        `import importlib.util, sys; sys.exit(importlib.util.find_spec("${name}") is None)`,
      ]).status !== 0,
  );

const packages = missing().map(([, debian]) => debian);
if (packages.length > 0) {
  console.log(`apt-get install ${packages.join(' ')}`);
  spawnSync('apt-get', ['install', '--yes', '--no-install-recommends', ...packages], { stdio: 'inherit' });
}
const still = missing().map(([, debian]) => debian);
if (still.length > 0) {
  console.error(`${python} lacks what the tests need: apt-get install ${still.join(' ')}`);
  process.exit(1);
}
