/**
 * Builds all apps, or those named, one after the other in one process, so that what they share is read once.
 *   node packages/build/build.mjs [APP…]      into apps/APP/dist, or $AVID_FRONTENDS_OUT/APP
 */
import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import webpack from 'webpack';

const root = join(import.meta.dirname, '../..');
const known = readdirSync(join(root, 'apps')).filter((name) => existsSync(join(root, 'apps', name, 'webpack.config.mjs')));
const wanted = process.argv.slice(2);
for (const name of wanted) {
  if (!known.includes(name)) {
    console.error(`There is no app '${name}'; the apps are ${known.join(', ')}.`);
    process.exit(2);
  }
}
execFileSync(process.execPath, [join(root, 'packages/api/generate.mjs')], {stdio: 'inherit'});
for (const name of wanted.length > 0 ? wanted : known) {
  const configure = (await import(pathToFileURL(join(root, 'apps', name, 'webpack.config.mjs')).href)).default;
  const stats = await new Promise((done, failed) => {
    webpack(configure({}, {mode: 'production'}), (error, result) => (error ? failed(error) : done(result)));
  });
  const told = stats.toString({preset: 'errors-warnings', colors: process.stdout.isTTY});
  if (told) console.log(told);
  if (stats.hasErrors()) process.exit(1);
  console.log(`${name}: ${((stats.endTime - stats.startTime) / 1000).toFixed(1)} s`);
}
