/**
 * One app on this machine, reloaded when its sources change, inside the shell of any environment:
 *   node packages/build/dev.mjs customers --shell https://shell.staging.example.com
 */
import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {parseArgs} from 'node:util';
import webpack from 'webpack';
import DevServer from 'webpack-dev-server';

const root = join(import.meta.dirname, '../..');
const known = readdirSync(join(root, 'apps')).filter((name) => existsSync(join(root, 'apps', name, 'webpack.config.mjs')));
const {values, positionals} = parseArgs({options: {shell: {type: 'string', default: 'http://shell.localhost:8080'}}, allowPositionals: true});
const [name] = positionals;
if (positionals.length !== 1 || !known.includes(name)) {
  console.error(`Expected one app, one of ${known.join(', ')}; given: ${positionals.join(' ') || 'nothing'}.`);
  process.exit(2);
}
if (!URL.canParse(values.shell)) {
  console.error(`--shell is '${values.shell}'; expected an address such as http://shell.localhost:8080.`);
  process.exit(2);
}
const shell = new URL(values.shell).origin;
execFileSync(process.execPath, [join(root, 'packages/api/generate.mjs')], {stdio: 'inherit'});
const configure = (await import(pathToFileURL(join(root, 'apps', name, 'webpack.config.mjs')).href)).default;
const configuration = configure({shell}, {mode: 'development'});
const server = new DevServer(configuration.devServer, webpack(configuration));
await server.start();
const {port} = configuration.devServer;
if (name !== 'shell') {
  console.log(`\n${name} inside the shell   ${shell}/?override=${name}=http://localhost:${port}`);
}
console.log(`${name} alone              http://127.0.0.1:${port}/   (calls and addresses of ${shell})\n`);
