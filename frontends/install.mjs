/**
 * Fetches the packages, where the lock file is younger than what is there; ./avid up, ./avid dev and ./avid test begin with it.
 * It stands outside of the packages and imports none, as there may be none yet.
 */
import {execFileSync} from 'node:child_process';
import {statSync} from 'node:fs';
import {join} from 'node:path';

const timeOf = (file) => statSync(join(import.meta.dirname, file), {throwIfNoEntry: false})?.mtimeMs ?? 0;
if (timeOf('node_modules/.package-lock.json') < timeOf('package-lock.json')) {
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], {cwd: import.meta.dirname, stdio: 'inherit'});
}
