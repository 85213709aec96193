/**
 * Builds all apps, or those named, one after the other in one process, so that what they share is read once.
 *   node packages/build/build.mjs [--out FOLDER] [APP…]      into FOLDER/APP, or else apps/APP/dist
 */
import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {parseArgs} from 'node:util';
import {gzipSync} from 'node:zlib';
import webpack from 'webpack';

const root = join(import.meta.dirname, '../..');
const known = readdirSync(join(root, 'apps')).filter((name) => existsSync(join(root, 'apps', name, 'webpack.config.mjs')));
const {values, positionals: wanted} = parseArgs({options: {out: {type: 'string'}}, allowPositionals: true});
const outOf = (name) => (values.out ? resolve(values.out, name) : join(root, 'apps', name, 'dist'));
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
    const configuration = configure({}, {mode: 'production'});
    configuration.output.path = outOf(name);
    webpack(configuration, (error, result) => (error ? failed(error) : done(result)));
  });
  const told = stats.toString({preset: 'errors-warnings', colors: process.stdout.isTTY});
  if (told) console.log(told);
  if (stats.hasErrors()) process.exit(1);
  // Once here instead of at each request.
  for (const file of readdirSync(outOf(name), {recursive: true, withFileTypes: true})) {
    if (file.isFile() && /\.(js|css)$/.test(file.name)) writeFileSync(join(file.parentPath, `${file.name}.gz`), gzipSync(readFileSync(join(file.parentPath, file.name)), {level: 9}));
  }
  console.log(`${name}: ${((stats.endTime - stats.startTime) / 1000).toFixed(1)} s`);
}
